import { parseApiTokens } from './api-tokens.ts'
import type { Config, EngineConfig, GitHubCredentials } from './config.ts'
import { ConfigError } from './config-error.ts'
import { type Environment, openEnvironment } from './environment.ts'
import { graphqlUrlOf, serverUrlOf } from './github-urls.ts'
import { parseKey } from './parse-key.ts'
import { allRoles, type Role, readRoles } from './roles.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * The configuration of a process that runs the roles named by `argvRoles` (none: all).
 * Throws ConfigError with one line for every problem.
 */
export function readConfig(env: NodeJS.ProcessEnv, argvRoles: readonly string[]): Config {
  const { config, problems } = surveyConfig(env, argvRoles)
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** The same with whatever could be read: what is wrong counts as not set. For those who look at all of it. */
export function surveyConfig(
  env: NodeJS.ProcessEnv,
  argvRoles: readonly string[],
): { readonly config: Config; readonly problems: readonly string[] } {
  const roles = readRoles(argvRoles)
  const from = openEnvironment(env)
  const tokens = parseApiTokens(from.list('API_TOKENS'))
  for (const problem of tokens.problems) from.wrong(problem)

  const config = {
    roles,
    github: readGitHub(from, roles),
    chat: readChat(from, roles),
    apps: readApps(from),
    engine: readEngine(from, roles),
    dataDir: from.text('DATA_DIR') ?? '.slipway',
    http: {
      host: from.text('HOST') ?? '127.0.0.1',
      port: from.number('PORT', 8080, { min: 0, max: 65_535 }),
      publicUrl: from.url('PUBLIC_URL'),
      tokens: tokens.tokens,
    },
    running: readRunning(from),
    logLevel: readLogLevel(from),
    key: readKey(from),
    client: { url: from.url('SLIPWAY_URL'), token: from.text('SLIPWAY_TOKEN') },
    heroku: {
      apiKey: from.text('HEROKU_API_KEY'),
      apiUrl: from.url('HEROKU_API_URL') ?? 'https://api.heroku.com',
    },
    aws: {
      region: from.text('AWS_REGION'),
      accessKeyId: from.text('AWS_ACCESS_KEY_ID'),
      secretAccessKey: from.text('AWS_SECRET_ACCESS_KEY'),
      sessionToken: from.text('AWS_SESSION_TOKEN'),
      endpointUrl: from.url('AWS_ENDPOINT_URL'),
    },
    smtpUrl: from.text('SMTP_URL'),
    otlpEndpoint: from.url('OTEL_EXPORTER_OTLP_ENDPOINT'),
  }

  const { credentials } = config.github
  const privateKeys = credentials.kind === 'app' ? [credentials.privateKey] : []
  return {
    config: { ...config, secrets: [...from.secrets(), ...privateKeys], warnings: tokens.warnings },
    problems: from.problems,
  }
}

function readGitHub(from: Environment, roles: readonly Role[]): Config['github'] {
  const apiUrl = from.url('GITHUB_API_URL') ?? 'https://api.github.com'
  const webhookSecrets = from.list('GITHUB_WEBHOOK_SECRET')
  if (roles.includes('server') && webhookSecrets.length === 0) {
    from.wrong(
      'GITHUB_WEBHOOK_SECRET is not set: give the webhook on GitHub a long random secret and set it here to the same',
    )
  }
  return {
    credentials: readCredentials(from),
    webhookSecrets,
    apiUrl,
    graphqlUrl: from.url('GITHUB_GRAPHQL_URL') ?? graphqlUrlOf(apiUrl),
    serverUrl: from.url('GITHUB_SERVER_URL') ?? serverUrlOf(apiUrl),
    clientId: from.text('GITHUB_CLIENT_ID'),
    clientSecret: from.text('GITHUB_CLIENT_SECRET'),
  }
}

function readCredentials(from: Environment): GitHubCredentials {
  const token = from.text('GITHUB_TOKEN')
  const appId = from.text('GITHUB_APP_ID')
  // A key in an environment variable often has its line breaks written as \n.
  const privateKey = from.text('GITHUB_APP_PRIVATE_KEY')?.replaceAll('\\n', '\n')

  if (appId !== undefined && privateKey !== undefined && token === undefined) return { kind: 'app', appId, privateKey }
  if (appId !== undefined && privateKey === undefined) {
    from.wrong('GITHUB_APP_PRIVATE_KEY is not set: GITHUB_APP_ID needs it; set GITHUB_APP_PRIVATE_KEY_FILE to its .pem')
  } else if (appId === undefined && privateKey !== undefined) {
    from.wrong('GITHUB_APP_ID is not set: GITHUB_APP_PRIVATE_KEY needs it; it is on the page of the App')
  } else if (appId !== undefined) {
    from.wrong('GITHUB_TOKEN and GITHUB_APP_ID are both set: keep the one that Slipway should act with')
  } else if (token === undefined) {
    from.wrong(
      'GITHUB_TOKEN is not set: set it to a token with the scope repo, or set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY',
    )
  }
  return { kind: 'token', token: token ?? '' }
}

function readChat(from: Environment, roles: readonly Role[]): Config['chat'] {
  const botToken = from.text('HUBOT_SLACK_BOT_TOKEN')
  const appToken = from.text('HUBOT_SLACK_APP_TOKEN')
  const slackIsMeant = botToken !== undefined || appToken !== undefined
  const adapter = from.text('HUBOT_ADAPTER') ?? (slackIsMeant ? 'slack' : 'shell')

  if (roles.includes('chat') && /slack/i.test(adapter)) {
    if (botToken === undefined) {
      from.wrong('HUBOT_SLACK_BOT_TOKEN is not set: Slack needs the token that starts with xoxb-')
    }
    if (appToken === undefined) {
      from.wrong('HUBOT_SLACK_APP_TOKEN is not set: Slack needs the token that starts with xapp-')
    }
  }
  return {
    name: from.text('HUBOT_NAME') ?? 'slip',
    alias: from.text('HUBOT_ALIAS'),
    adapter: /^(?:shell|slack|hubot-slack)$/i.test(adapter) ? adapter.toLowerCase() : adapter,
    slack: { botToken, appToken, apiUrl: `${from.url('SLACK_API_URL') ?? 'https://slack.com/api'}/` },
  }
}

function readApps(from: Environment): Config['apps'] {
  const prefix = from.text('HUBOT_DEPLOY_PREFIX') ?? 'deploy'
  if (/\s/.test(prefix)) from.wrong(`HUBOT_DEPLOY_PREFIX is "${prefix}": write one word without blanks`)
  return {
    file: from.text('HUBOT_DEPLOY_APPS_JSON') ?? 'apps.json',
    prefix,
    defaultEnvironment: from.text('HUBOT_DEPLOY_DEFAULT_ENVIRONMENT'),
  }
}

function readEngine(from: Environment, roles: readonly Role[]): EngineConfig {
  const redis = from.text('REDIS_URL')
  const postgres = from.text('DATABASE_URL')
  if (redis !== undefined && postgres !== undefined) {
    from.wrong('REDIS_URL and DATABASE_URL are both set: keep the one that everything should be stored in')
  }
  if (redis !== undefined) return { kind: 'redis', url: withScheme(from, 'REDIS_URL', redis, /^rediss?:$/) }
  if (postgres !== undefined) {
    return { kind: 'postgres', url: withScheme(from, 'DATABASE_URL', postgres, /^postgres(ql)?:$/) }
  }
  if (roles.length < allRoles.length) {
    from.wrong(
      `REDIS_URL or DATABASE_URL is not set: ${roles.join(' and ')} alone cannot share the embedded engine, ` +
        'which belongs to one process; set one of them, or start all roles together',
    )
  }
  return { kind: 'embedded', dataDir: from.text('DATA_DIR') ?? '.slipway' }
}

/** The address is not repeated in the problem: it holds a password. */
function withScheme(from: Environment, name: 'REDIS_URL' | 'DATABASE_URL', value: string, scheme: RegExp): string {
  const example = name === 'REDIS_URL' ? 'redis://host:6379' : 'postgres://user:password@host:5432/database'
  if (!URL.canParse(value) || !scheme.test(new URL(value).protocol)) {
    from.wrong(`${name} is not such an address: write one like ${example}`)
  }
  return value
}

function readRunning(from: Environment): Config['running'] {
  const unlessForever = (ms: number) => (Number.isFinite(ms) ? ms : undefined)
  return {
    workerConcurrency: from.number('WORKER_CONCURRENCY', 8, { min: 1, max: 1_000 }),
    maxEventAgeMs: from.duration('MAX_EVENT_AGE', '15m'),
    shutdownGraceMs: from.duration('SHUTDOWN_GRACE', '5m'),
    keepLogsMs: unlessForever(from.duration('KEEP_LOGS', '90d')),
    keepRecordsMs: unlessForever(from.duration('KEEP_RECORDS', 'forever')),
  }
}

function readLogLevel(from: Environment): string {
  const level = (from.text('LOG_LEVEL') ?? 'info').toLowerCase()
  if (!logLevels.includes(level)) from.wrong(`LOG_LEVEL is "${level}": write one of ${logLevels.join(', ')}`)
  return level
}

function readKey(from: Environment): Buffer | undefined {
  const text = from.text('SLIPWAY_KEY')
  if (text === undefined) return undefined
  const key = parseKey(text)
  if (!key) from.wrong('SLIPWAY_KEY is not 32 bytes in hex or base64: make one with openssl rand -hex 32')
  return key
}
