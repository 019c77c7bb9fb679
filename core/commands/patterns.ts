// What may travel from chat, apps.json or an event to a command line, always as one argument. The rules are stricter
// than git's own: git accepts `;`, `$(id)` and backticks in a branch name.

const appName = /^[a-z0-9_][a-z0-9._-]{0,99}$/i
const environment = /^[a-z0-9][a-z0-9._-]{0,62}$/i
const ref = /^(?![-./])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))(?!@$)(?!HEAD$)[A-Za-z0-9._/+@#=-]{1,244}(?<![./])$/
const hostPart = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/
const task = /^deploy(:[a-z][\w-]*)*$/
const reserved = /^deploy:(lock|unlock|version|status|auto)(:|$)/

const longestHost = 253
const longestTask = 100

/** A name of Object.prototype is no name of ours: nobody means `constructor` when they name an app. */
const isInherited = (name: string): boolean => name in Object.prototype

/** hubot-deploy's letters for an app, in any case. */
export const isAppName = (text: string): boolean => appName.test(text)

/** A name that apps.json may give to an app. */
export const isUsableAppName = (text: string): boolean => isAppName(text) && !isInherited(text)

export const isEnvironment = (text: string): boolean => environment.test(text) && !isInherited(text)

/** A branch, tag or sha that git accepts and that no shell, option parser or git revision syntax can read as more. */
export const isRef = (text: string): boolean => ref.test(text)

/** A host name, or `role/host` names: hubot-deploy took slashes in the host list. */
export const isHost = (text: string): boolean =>
  text.length <= longestHost && text.split('/').every((part) => hostPart.test(part))

/** `deploy` or `deploy:what[:what]`, lower case. */
export const isTask = (text: string): boolean => text.length <= longestTask && task.test(text)

/** Tasks that are commands of their own and never become deployments, whoever asks. */
export const isReservedTask = (text: string): boolean => reserved.test(text)
