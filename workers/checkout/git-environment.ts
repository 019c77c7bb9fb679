/** What git and its helpers need of the worker's environment to reach a server, and nothing else. */
const passedOn = [
  'PATH',
  'SSH_AUTH_SOCK',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
]

/** Command scope: over what a script may have written into the mirror's own configuration. */
const settings: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['credential.helper', ''],
  ['advice.detachedHead', 'false'],
  // Maintenance is the sweep's, so that it never runs beside a deploy.
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  // A server that sends next to nothing for a minute has given up.
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '60'],
]

export interface GitAccess {
  /** An empty folder: git finds no configuration and no credentials of the worker's account. */
  readonly home: string
  /** For https clone URLs. It reaches git in its environment: never in an argument, a URL or a file. */
  readonly token?: string | undefined
  /** The token is for this server only, wherever that may send git. */
  readonly cloneUrl?: string | undefined
}

/** Environment of every git of ours. Never asks anybody, runs no hooks, speaks only the transports named here. */
export function gitEnvironment(access: GitAccess, environment = process.env): Record<string, string> {
  const config = [...settings, ...authorization(access)]
  return {
    ...Object.fromEntries(
      passedOn.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
    ),
    HOME: access.home,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], n) => [
        [`GIT_CONFIG_KEY_${n}`, key],
        [`GIT_CONFIG_VALUE_${n}`, value],
      ]),
    ),
  }
}

/** GitHub takes any token, an App's too, as the password of this user. */
function authorization({ token, cloneUrl = '' }: GitAccess): readonly (readonly [string, string])[] {
  if (token === undefined || !/^https?:/.test(cloneUrl)) return []
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64')
  return [[`http.${new URL(cloneUrl).origin}/.extraHeader`, `Authorization: Basic ${credentials}`]]
}
