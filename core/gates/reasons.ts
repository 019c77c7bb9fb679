import { refProblem } from '../commands/ref-problem.ts'
import { aloud, list, span } from './words.ts'
import type { Reason } from './reason.ts'

export type { Reason } from './reason.ts'

type App = { readonly app: string }
type Place = App & { readonly environment: string }
type Contexts = { readonly contexts: readonly string[] }
type Login = { readonly login: string }
type Why = { readonly why: string }
type Told = { readonly message: string }
type People = {
  readonly deployers: readonly string[]
  readonly teams: readonly string[]
  readonly logins: readonly string[]
  readonly unread: readonly string[]
}
type Deployment = { readonly deployment: number }

const tryAgain = 'try again in a minute'
const nothing = 'there is nothing to do'

/** Every answer a command, a gate or GitHub can lead to. Chat, API, metrics and docs read it; codes never change their meaning. */
export const reasons = {
  // Done, or on its way
  created: {
    status: 201,
    says: ({ deployment }: Deployment) => `GitHub made deployment #${deployment}`,
    next: () => 'its thread tells how it goes',
  },
  accepted: {
    status: 202,
    says: () => 'it is on its way',
    next: () => 'its thread tells how it goes',
  },
  answered: { status: 200, says: () => 'here it is', next: () => nothing },
  merged: {
    status: 202,
    says: ({ ref }: { readonly ref: string }) => `GitHub merged the default branch into ${ref}`,
    next: () => 'it starts by itself once the checks of the merge are green',
  },
  queued: {
    status: 202,
    says: ({ place }: { readonly place: number }) => `it is number ${place} in line`,
    next: () => 'it starts by itself; `cancel` takes it out of the line',
  },
  'cancel-asked': {
    status: 202,
    says: ({ deployment }: Deployment) => `#${deployment} is told to stop`,
    next: () => 'its thread says when it has stopped',
  },
  cancelled: {
    status: 200,
    says: ({ by }: { readonly by: string }) => `cancelled by ${by}`,
    next: () => '`retry` runs the same commit again',
  },

  // What was typed
  'not-a-command': {
    status: 400,
    says: ({ what }: { readonly what: string }) => what,
    next: () => '`help` lists what can be said',
  },
  'not-an-app': {
    status: 400,
    says: ({ word }: { readonly word: string }) => `${aloud(word)} cannot be the name of an app`,
    next: () => '`apps` lists the apps',
  },
  'not-an-environment': {
    status: 400,
    says: ({ word }: { readonly word: string }) => `${aloud(word)} cannot be the name of an environment`,
    next: () => 'name one of letters, digits and . _ - only',
  },
  'not-a-ref': {
    status: 400,
    says: ({ word }: { readonly word: string }) =>
      `${aloud(word)} cannot be a branch, tag or commit: ${refProblem(word)}`,
    next: () => 'name one as GitHub lists it, or none for the default branch',
  },
  'not-a-host': {
    status: 400,
    says: ({ word }: { readonly word: string }) => `${aloud(word)} cannot be a host`,
    next: () => 'write hosts after the environment with commas and no blanks: production/web1,web2',
  },
  'not-a-task': {
    status: 400,
    says: ({ word }: { readonly word: string }) => `${aloud(word)} cannot be a task`,
    next: () => 'a task is deploy or deploy:name, of letters, digits, _ and -',
  },
  'reserved-task': {
    status: 400,
    says: ({ task, because }: { readonly task: string; readonly because?: string }) =>
      `${aloud(task)} is reserved and never becomes a deployment${because === undefined ? '' : `: ${because}`}`,
    next: () => '`help` lists what this version can do',
  },
  'not-in-this-version': {
    status: 501,
    says: ({ word }: { readonly word: string }) => `${aloud(word)} is not available in this version`,
    next: () => '`help` lists what this version can do',
  },

  // apps.json
  'unknown-app': {
    status: 404,
    says: ({ app, near }: App & { readonly near?: string }) =>
      `never heard of ${aloud(app)}${near === undefined ? '' : `; did you mean ${aloud(near)}?`}`,
    next: () => '`apps` lists the apps',
  },
  'app-broken': {
    status: 422,
    says: ({ app, why }: App & { readonly why: string }) => `${app} is broken in apps.json: ${why}`,
    next: () => 'mend apps.json; `slipway check` names every problem',
  },
  'unknown-environment': {
    status: 404,
    says: ({ app, word, near }: App & { readonly word: string; readonly near?: string }) =>
      `${app} has no environment ${aloud(word)}${near === undefined ? '' : `; did you mean ${aloud(near)}?`}`,
    next: ({ environments }: { readonly environments: readonly string[] }) => `it has ${list(environments)}`,
  },
  'environment-needed': {
    status: 400,
    says: ({ app }: App) => `${app} has several environments and none by default`,
    next: ({ environments }: { readonly environments: readonly string[] }) => `name one: ${list(environments)}`,
  },
  'no-provider': {
    status: 422,
    says: ({ app, environment }: Place) => `nothing in apps.json says who carries out ${app} to ${environment}`,
    next: () => 'give it a "provider" in apps.json',
  },
  'provider-unknown': {
    status: 422,
    says: ({ provider }: { readonly provider: string }) => `there is no provider ${aloud(provider)} here`,
    next: () => 'use "provider": "shell" with a "shell": {"command": […]} that runs it, or name another provider',
  },
  'provider-settings': {
    status: 422,
    says: ({ provider, why }: { readonly provider: string; readonly why: string }) =>
      `the settings of its provider ${provider} cannot be used: ${why}`,
    next: () => 'mend them in apps.json; `slipway check` names every problem',
  },
  'hosts-not-supported': {
    status: 422,
    says: ({ provider }: { readonly provider: string }) => `the ${provider} provider cannot deploy to some hosts only`,
    next: () => 'leave the hosts out to deploy to all of them',
  },
  'task-not-supported': {
    status: 422,
    says: ({ provider, task }: { readonly provider: string; readonly task: string }) =>
      `the ${provider} provider does not know the task ${aloud(task)}`,
    next: () => 'leave the task out, or name one that the provider has',
  },
  'provider-refuses': {
    status: 422,
    says: ({ why }: { readonly why: string }) => why,
    next: () => 'leave the hosts or the task out, or name others',
  },

  // Who and where
  'room-not-allowed': {
    status: 403,
    says: ({ app }: App) => `${app} is not allowed to be deployed from this room`,
    next: ({ rooms }: { readonly rooms: readonly string[] }) =>
      rooms.length === 0 ? 'its allowed_rooms in apps.json is empty: no room may' : `ask in ${list(rooms)}`,
  },
  'not-a-deployer': {
    status: 403,
    says: ({ app, environment, actor }: Place & { readonly actor: string }) =>
      `${actor} is not among the deployers of ${app} in ${environment}`,
    next: ({ deployers, teams, logins, unread }: People) => {
      const somebody = [...deployers, ...teams.map((team) => `somebody of ${team}`)]
      const ask = somebody.length === 0 ? 'add somebody to its deployers in apps.json' : `ask ${list(somebody)}`
      if (unread.length > 0) return `${ask}; ${unread.join('; ')}`
      if (teams.length === 0 || logins.length > 0) return ask
      return `${ask}; if you are in ${list(teams)} yourself, \`link github\` proves it`
    },
  },

  // Who you are on GitHub
  'not-a-person': {
    status: 403,
    says: ({ actor }: { readonly actor: string }) => `${actor} is a token of the API, and only people have a login`,
    next: () => 'say it in chat',
  },
  'link-not-set-up': {
    status: 501,
    says: ({ why }: Why) => `nobody can be linked to GitHub here: ${why}`,
    next: ({ remedy }: { readonly remedy: string }) => remedy,
  },
  'ask-in-private': {
    status: 403,
    says: () => 'the code that GitHub gives is for your eyes alone, and others read along here',
    next: () => 'say `link github` to me in a direct message',
  },
  'not-linked': {
    status: 404,
    says: ({ actor }: { readonly actor: string }) => `${actor} is not linked to GitHub`,
    next: () => '`link github` does it',
  },
  'link-refused': {
    status: 403,
    says: ({ login, why }: Login & Why) => `it cannot be asked for in the name of ${login}: ${why}`,
    next: () => '`link github` again; after `unlink github` I ask in my own name',
  },
  'not-yours-to-deploy': {
    status: 403,
    says: ({ login, repository, message }: Login & Told & { readonly repository: string }) =>
      `GitHub does not let ${login} deploy ${repository}: ${message}`,
    next: () => 'get write access there; after `unlink github` I ask in my own name',
  },

  // Checks and order
  'checks-failed': {
    status: 409,
    says: ({ contexts }: Contexts) => `not green: ${list(contexts)}`,
    next: () => 'push a fix, or use `deploy!` if you must',
  },
  'checks-pending': {
    status: 202,
    says: ({ contexts }: Contexts) => `not green yet: ${list(contexts)}`,
    next: () => 'it starts by itself when they are green',
  },
  'checks-red-meanwhile': {
    status: 409,
    says: ({ contexts }: Contexts) => `turned red while it waited: ${list(contexts)}`,
    next: () => 'push a fix and ask again',
  },
  'pushed-over': {
    status: 409,
    says: ({ ref }: { readonly ref: string }) => `${ref} moved on while it waited for its checks`,
    next: () => 'ask again to deploy the new commit',
  },
  'waited-too-long': {
    status: 409,
    says: ({ ms }: { readonly ms: number }) => `its checks were not green within ${span(ms)}`,
    next: () => 'ask again when they are',
  },
  'too-old': {
    status: 409,
    says: ({ ageMs, maxAgeMs }: { readonly ageMs: number; readonly maxAgeMs: number }) =>
      `it was made ${span(ageMs)} ago, and none older than ${span(maxAgeMs)} is started`,
    next: () => 'ask again if it is still wanted',
  },
  'superseded-by-newer': {
    status: 409,
    says: ({ newer }: { readonly newer: number }) => `the newer deployment #${newer} has started already`,
    next: () => 'ask again if the older commit is wanted',
  },

  // On a deployment
  'no-such-deployment': {
    status: 404,
    says: ({ deployment }: Deployment) => `there is no deployment #${deployment} here`,
    next: () => '`deploys app` lists the last ten',
  },
  'deployment-needed': {
    status: 400,
    says: ({ word }: { readonly word: string }) => `${word} which one`,
    next: ({ word }: { readonly word: string }) => `say it in the deployment's thread, or \`${word} #id\``,
  },
  'already-final': {
    status: 409,
    says: ({ deployment, state }: Deployment & { readonly state: string }) => `#${deployment} has ended: ${state}`,
    next: () => '`retry` runs the same commit again',
  },
  'still-running': {
    status: 409,
    says: ({ deployment }: Deployment) => `#${deployment} has not ended`,
    next: () => '`cancel` stops it',
  },
  'nothing-to-retry': {
    status: 404,
    says: () => 'nothing has been deployed here that could be retried',
    next: () => '`retry #id` names one; `deploys app` lists the last ten',
  },
  'nothing-to-cancel': {
    status: 404,
    says: () => 'nothing of yours is running or waiting here',
    next: () => '`cancel #id` names one',
  },
  'nothing-to-roll-back': {
    status: 404,
    says: ({ app, environment }: Place) =>
      `nothing is known that ran well in ${environment} before what ${app} has now`,
    next: ({ app }: App) => `\`deploys ${app}\` lists what ran; \`rollback … to <sha>\` names a commit`,
  },
  'did-not-run-well': {
    status: 409,
    says: ({ deployment, state }: Deployment & { readonly state: string }) =>
      `#${deployment} did not run well (${state}), so there is nothing to bring back`,
    next: () => 'name one that did, or leave it out for the last one',
  },
  'another-target': {
    status: 409,
    says: ({ deployment, app, environment }: Deployment & Place) =>
      `#${deployment} was none of ${app} to ${environment}`,
    next: ({ app }: App) => `\`deploys ${app}\` lists those that were`,
  },
  'no-log': {
    status: 404,
    says: ({ deployment }: Deployment) => `#${deployment} has no log`,
    next: () => 'a deployment has one from its start on, until KEEP_LOGS is over',
  },

  // What only the platform knows
  'cannot-tell': {
    status: 422,
    says: ({ provider, what }: { readonly provider: string; readonly what: string }) =>
      `the ${provider} provider has no way to tell ${what}`,
    next: ({ instead }: { readonly instead: string }) => instead,
  },
  'platform-failed': {
    status: 502,
    says: ({ provider, why }: { readonly provider: string; readonly why: string }) =>
      `${provider} did not tell: ${why}`,
    next: () => 'mend what it names, or ask again',
  },
  'no-worker': {
    status: 503,
    says: () => 'no worker has answered within 30 seconds',
    next: () => `see that one runs (\`slipway start worker\`); ${tryAgain}`,
  },

  // GitHub
  conflict: {
    status: 409,
    says: ({ message }: Told) => `the default branch does not merge: ${message}`,
    next: () => 'merge it by hand and push, or use `deploy!`',
  },
  'no-ref': {
    status: 422,
    says: ({ ref, repository }: { readonly ref: string; readonly repository: string }) =>
      `${repository} has no branch, tag or commit ${aloud(ref)}`,
    next: () => 'look at its spelling, and whether it is pushed',
  },
  invalid: {
    status: 422,
    says: ({ message }: Told) => `GitHub refused the deployment: ${message}`,
    next: () => 'mend what it names',
  },
  'bad-credentials': {
    status: 502,
    says: () => 'GitHub does not accept our token',
    next: () => 'set a valid GITHUB_TOKEN (or GitHub App key) and start again',
  },
  forbidden: {
    status: 502,
    says: ({ repository, message }: Told & { readonly repository: string }) =>
      `GitHub forbids us to deploy ${repository}: ${message}`,
    next: () => 'give the token the scope repo_deployment, or the App write access to deployments',
  },
  'not-found': {
    status: 502,
    says: ({ repository }: { readonly repository: string }) => `GitHub shows us no repository ${repository}`,
    next: () => 'look at its spelling in apps.json, and whether the token may see it and has repo_deployment',
  },
  limited: {
    status: 503,
    says: ({ retryAfterMs }: { readonly retryAfterMs: number }) =>
      `GitHub limits our requests for another ${span(retryAfterMs)}`,
    next: () => 'ask again after that',
  },
  unreachable: {
    status: 503,
    says: ({ message }: Told) => `GitHub cannot be reached: ${message}`,
    next: () => `nothing was started; ${tryAgain}`,
  },
  unclear: {
    status: 202,
    says: () => 'GitHub gave no clear answer, so it may or may not have made the deployment',
    next: () => 'it is looked for; do not ask again, what comes of it is said here',
  },

  // Deployments that others made
  'not-in-apps': {
    status: 404,
    says: ({ repository, environment }: { readonly repository: string; readonly environment: string }) =>
      `no app deploys ${repository} to ${environment}`,
    next: () => 'add it to apps.json if it should be carried out',
  },
  'ambiguous-app': {
    status: 409,
    says: ({ apps }: { readonly apps: readonly string[] }) => `${list(apps)} share its repository and environment`,
    next: () => 'name the app as "name" in its payload',
  },
  'made-by-machine': {
    status: 403,
    says: ({ login }: { readonly login: string }) => `${login} is an App or a workflow`,
    next: () => "add it to the app's accept_from if its deployments should be carried out",
  },
  'other-instance': {
    status: 409,
    says: () => 'another Slipway made it',
    next: () => 'that one carries it out',
  },
  'not-on-github': {
    status: 404,
    says: ({ deployment }: Deployment) => `GitHub knows no deployment #${deployment}`,
    next: () => nothing,
  },

  // Ourselves
  'engine-down': {
    status: 503,
    says: () => 'our own store does not answer',
    next: () => `nothing was started; ${tryAgain}`,
  },
  unexpected: {
    status: 500,
    says: () => 'something went wrong on our side',
    next: () => `${tryAgain}; the log of Slipway says more`,
  },
} as const satisfies Record<string, Reason>

export type ReasonCode = keyof typeof reasons

type Asked<F> = F extends (data: infer Data extends object) => string ? Data : unknown

/** What must be known to speak of a code. */
export type ReasonData = {
  readonly [C in ReasonCode]: Asked<(typeof reasons)[C]['says']> & Asked<(typeof reasons)[C]['next']>
}
