import type { ApiToken } from './api-tokens.ts'
import type { Role } from './roles.ts'

export type GitHubCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'app'; readonly appId: string; readonly privateKey: string }

export type EngineConfig =
  | { readonly kind: 'redis' | 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly dataDir: string }

/** The environment, read once at the start. Times are in milliseconds; addresses have no slash at their end. */
export interface Config {
  readonly roles: readonly Role[]
  readonly github: {
    readonly credentials: GitHubCredentials
    /** Any of them matches. Empty only where no server role runs. */
    readonly webhookSecrets: readonly string[]
    readonly apiUrl: string
    readonly graphqlUrl: string
    readonly serverUrl: string
    readonly clientId: string | undefined
    readonly clientSecret: string | undefined
  }
  readonly chat: {
    readonly name: string
    readonly alias: string | undefined
    /** `shell`, `slack`, or a package name. */
    readonly adapter: string
    readonly slack: {
      readonly botToken: string | undefined
      readonly appToken: string | undefined
      readonly apiUrl: string
    }
  }
  readonly apps: {
    readonly file: string
    readonly prefix: string
    readonly defaultEnvironment: string | undefined
  }
  readonly engine: EngineConfig
  readonly dataDir: string
  readonly http: {
    readonly host: string
    readonly port: number
    readonly publicUrl: string | undefined
    readonly tokens: readonly ApiToken[]
  }
  readonly running: {
    readonly workerConcurrency: number
    readonly maxEventAgeMs: number
    readonly shutdownGraceMs: number
    /** Undefined: for ever. */
    readonly keepLogsMs: number | undefined
    readonly keepRecordsMs: number | undefined
  }
  readonly logLevel: string
  /** 32 bytes. */
  readonly key: Buffer | undefined
  readonly client: { readonly url: string | undefined; readonly token: string | undefined }
  readonly heroku: { readonly apiKey: string | undefined; readonly apiUrl: string }
  readonly aws: {
    readonly region: string | undefined
    readonly accessKeyId: string | undefined
    readonly secretAccessKey: string | undefined
    readonly sessionToken: string | undefined
    readonly endpointUrl: string | undefined
  }
  readonly smtpUrl: string | undefined
  readonly otlpEndpoint: string | undefined
  /** What the redactor must know of it: values that came from files are nowhere else. */
  readonly secrets: readonly string[]
  /** What will work but should be mended, one sentence each. */
  readonly warnings: readonly string[]
}
