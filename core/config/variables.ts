/** One environment variable. `group` is its heading in the docs. */
export interface Variable {
  readonly name: string
  readonly group: 'GitHub' | 'Chat' | 'Apps' | 'Engine' | 'HTTP' | 'Running' | 'Command line' | 'Providers and sinks'
  readonly meaning: string
  /** As a person would type it, or in words when it is worked out. */
  readonly default?: string
  /** Other names it is known by, for those who come from hubot-deploy. */
  readonly also?: readonly string[]
}

/** Everything that Slipway reads from its environment; each also as `NAME_FILE`, the path of a file that holds the value. */
export const variables = [
  {
    name: 'GITHUB_TOKEN',
    group: 'GitHub',
    meaning: 'token with the scope repo, or a fine-grained one that may write deployments',
    also: ['HUBOT_GITHUB_TOKEN'],
  },
  { name: 'GITHUB_APP_ID', group: 'GitHub', meaning: 'id of a GitHub App, instead of a token' },
  {
    name: 'GITHUB_APP_PRIVATE_KEY',
    group: 'GitHub',
    meaning: "the App's private key (PEM); its line breaks may be written as backslash n",
  },
  {
    name: 'GITHUB_WEBHOOK_SECRET',
    group: 'GitHub',
    meaning: 'secret of the webhooks; a comma list while it is rotated, any of them matches',
  },
  {
    name: 'GITHUB_API_URL',
    group: 'GitHub',
    meaning: 'address of the REST API',
    default: 'https://api.github.com',
    also: ['HUBOT_GITHUB_API'],
  },
  {
    name: 'GITHUB_GRAPHQL_URL',
    group: 'GitHub',
    meaning: 'address of the GraphQL API',
    default: 'from GITHUB_API_URL',
  },
  {
    name: 'GITHUB_SERVER_URL',
    group: 'GitHub',
    meaning: 'address that people and git use',
    default: 'from GITHUB_API_URL',
  },
  { name: 'GITHUB_CLIENT_ID', group: 'GitHub', meaning: 'client id of the app that `link github` uses' },
  {
    name: 'GITHUB_CLIENT_SECRET',
    group: 'GitHub',
    meaning: 'its secret: with it `unlink github` takes tokens back on GitHub',
  },

  { name: 'HUBOT_NAME', group: 'Chat', meaning: 'what the robot listens to', default: 'slip' },
  { name: 'HUBOT_ALIAS', group: 'Chat', meaning: 'a second name it listens to' },
  {
    name: 'HUBOT_ADAPTER',
    group: 'Chat',
    meaning: '`shell`, `slack`, or the package name of any Hubot adapter',
    default: '`slack` when Slack tokens are set, else `shell`',
  },
  { name: 'HUBOT_SLACK_BOT_TOKEN', group: 'Chat', meaning: 'token that starts with xoxb-' },
  { name: 'HUBOT_SLACK_APP_TOKEN', group: 'Chat', meaning: 'token that starts with xapp-' },
  { name: 'SLACK_API_URL', group: 'Chat', meaning: 'address of the Slack API', default: 'https://slack.com/api/' },

  {
    name: 'HUBOT_DEPLOY_APPS_JSON',
    group: 'Apps',
    meaning: 'file that says what can be deployed',
    default: 'apps.json',
  },
  { name: 'HUBOT_DEPLOY_PREFIX', group: 'Apps', meaning: 'the word that deploys', default: 'deploy' },
  {
    name: 'HUBOT_DEPLOY_DEFAULT_ENVIRONMENT',
    group: 'Apps',
    meaning: 'where a command without an environment goes, for apps that have it',
    default: 'as each app says',
  },

  { name: 'REDIS_URL', group: 'Engine', meaning: 'run on Redis' },
  { name: 'DATABASE_URL', group: 'Engine', meaning: 'run on PostgreSQL' },
  {
    name: 'DATA_DIR',
    group: 'Engine',
    meaning: 'directory of the embedded engine and of checkouts',
    default: '.slipway',
  },

  { name: 'HOST', group: 'HTTP', meaning: 'address to listen on; the image sets 0.0.0.0', default: '127.0.0.1' },
  { name: 'PORT', group: 'HTTP', meaning: 'port to listen on; 0 picks a free one', default: '8080' },
  { name: 'PUBLIC_URL', group: 'HTTP', meaning: 'address people reach the pages at', default: 'from HOST and PORT' },
  {
    name: 'API_TOKENS',
    group: 'HTTP',
    meaning: 'comma list of `name:token` or `name:sha256:HEX`',
  },

  { name: 'WORKER_CONCURRENCY', group: 'Running', meaning: 'deployments at a time in one worker', default: '8' },
  {
    name: 'MAX_EVENT_AGE',
    group: 'Running',
    meaning: 'a deployment older than this is not started any more',
    default: '15m',
  },
  {
    name: 'SHUTDOWN_GRACE',
    group: 'Running',
    meaning: 'how long a stopping process waits for what it runs',
    default: '5m',
  },
  {
    name: 'KEEP_LOGS',
    group: 'Running',
    meaning: 'how long logs of deployments are kept, or `forever`',
    default: '90d',
  },
  {
    name: 'KEEP_RECORDS',
    group: 'Running',
    meaning: 'how long records of deployments are kept, or `forever`',
    default: 'forever',
  },
  {
    name: 'LOG_LEVEL',
    group: 'Running',
    meaning: 'fatal, error, warn, info, debug, trace or silent; the log goes to stderr',
    default: 'info',
  },
  {
    name: 'SLIPWAY_KEY',
    group: 'Running',
    meaning: '32 bytes in hex or base64; encrypts stored tokens',
  },

  {
    name: 'SLIPWAY_URL',
    group: 'Command line',
    meaning: 'where `slipway do` finds a running server',
    default: 'the one in DATA_DIR',
  },
  {
    name: 'SLIPWAY_TOKEN',
    group: 'Command line',
    meaning: 'the token `slipway do` shows that server',
  },

  { name: 'HEROKU_API_KEY', group: 'Providers and sinks', meaning: 'for the provider heroku' },
  {
    name: 'HEROKU_API_URL',
    group: 'Providers and sinks',
    meaning: 'address of the Heroku API',
    default: 'https://api.heroku.com',
  },
  {
    name: 'AWS_REGION',
    group: 'Providers and sinks',
    meaning: 'for the provider ecs; the other AWS_* variables are read by the AWS SDK itself',
  },
  { name: 'AWS_ACCESS_KEY_ID', group: 'Providers and sinks', meaning: 'for the provider ecs' },
  { name: 'AWS_SECRET_ACCESS_KEY', group: 'Providers and sinks', meaning: 'for the provider ecs' },
  { name: 'AWS_SESSION_TOKEN', group: 'Providers and sinks', meaning: 'for the provider ecs' },
  {
    name: 'AWS_ENDPOINT_URL',
    group: 'Providers and sinks',
    meaning: 'address of AWS; AWS_ENDPOINT_URL_ECS, _ECR, _STS and _CLOUDWATCH_LOGS win over it',
  },
  { name: 'SMTP_URL', group: 'Providers and sinks', meaning: 'mail server for notices' },
  { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', group: 'Providers and sinks', meaning: 'where traces go' },
] as const satisfies readonly Variable[]

export type VariableName = (typeof variables)[number]['name']
