import type { Json } from '../json.ts'

/** A place an app runs in, with every setting already resolved: environment over app, app over default. */
export interface Target {
  /** `app/environment`, in the spelling of apps.json. Keys of the store are built from it. */
  readonly id: string
  readonly app: string
  readonly environment: string
  /** owner/name */
  readonly repository: string
  /** Canonical provider name (`capistrano` for `bundler_capistrano`); undefined when none is configured. */
  readonly provider: string | undefined
  /** Raw settings under the provider's name, environment over app, legacy keys translated. The provider's own schema parses them. */
  readonly settings: Json
  /** Undefined: not named in apps.json, so GitHub's own rule (all reported contexts) holds. */
  readonly requiredContexts: readonly string[] | undefined
  readonly autoMerge: boolean
  /** Undefined: every room. Empty: no room at all, as hubot-deploy had it. */
  readonly allowedRooms: readonly string[] | undefined
  readonly room: string | undefined
  readonly deployers: readonly string[] | undefined
  readonly admins: readonly string[] | undefined
  /** Logins of Apps or bots whose deployments are carried out too. */
  readonly acceptFrom: readonly string[]
  /** Environment URL shown on GitHub. */
  readonly url: string | undefined
  /** Clone URL other than GitHub's, `file://` included. */
  readonly git: string | undefined
  /** Published in the deployment's payload; nothing else of the settings is. */
  readonly payload: Json | undefined
  readonly githubApi: string | undefined
  readonly githubToken: string | undefined
  readonly transient: boolean | undefined
  readonly production: boolean | undefined
  /** Another app deploys the same repository to an environment of the same name. */
  readonly shared: boolean
}

export interface App {
  readonly name: string
  readonly repository: string
  readonly environments: readonly string[]
  /** Undefined: several environments and none is the obvious one, so it has to be asked for. */
  readonly defaultEnvironment: string | undefined
  /** Any case; `stg` and `prod` are aliases where no environment of that name is declared. */
  target(environment: string): Target | undefined
}

/** Something wrong, or worth a warning, in apps.json. `path` reads like `webapp.environments.qa.room`. */
export interface Problem {
  readonly level: 'error' | 'warning'
  readonly path: string
  readonly text: string
}

/** The apps of one reading of the file. */
export interface Apps {
  readonly file: string
  /** Good apps, in the order of the file. */
  readonly list: readonly App[]
  readonly problems: readonly Problem[]
  /** Why the file as it is now cannot be used: these are the apps of its last good reading. */
  readonly brokenEdit?: string
  /** In any case; own keys only. */
  find(name: string): App | undefined
  /** Names of apps that are in the file but broken, with why. */
  broken(name: string): string | undefined
  byRepository(fullName: string): readonly App[]
}
