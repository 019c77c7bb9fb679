/** What a person asked for. An OTP is no part of it: it is parsed, and then it is nowhere. */
export type Command =
  | DeployCommand
  | DeploysCommand
  | WhereCommand
  | AppsCommand
  | DeploymentCommand
  | RollbackCommand
  | PlatformCommand
  | IAmCommand
  | LinkCommand
  | UnlinkCommand
  | WhoAmICommand
  | VersionCommand
  | HelpCommand

export interface DeployCommand {
  readonly action: 'deploy'
  /** As typed; apps and environments are found in any case. */
  readonly app: string
  readonly environment: string | undefined
  /** Undefined: the default branch of the repository. */
  readonly ref: string | undefined
  /** `deploy` or `deploy:what`, lower case, whatever the prefix. */
  readonly task: string
  readonly force: boolean
  /** Empty: all of the environment's. */
  readonly hosts: readonly string[]
  readonly reason: string | undefined
}

export interface DeploysCommand {
  readonly action: 'deploys'
  readonly app: string
  readonly environment: string | undefined
  readonly ref: string | undefined
}

export interface WhereCommand {
  readonly action: 'where'
  readonly app: string
}

export interface AppsCommand {
  readonly action: 'apps'
}

/** On one deployment; undefined means that of the thread, or the latest that fits. */
export interface DeploymentCommand {
  readonly action: 'retry' | 'cancel' | 'logs'
  readonly deployment: number | undefined
}

export interface RollbackCommand {
  readonly action: 'rollback'
  readonly app: string
  readonly environment: string | undefined
  /** A commit, or GitHub's id of a deployment; undefined: the last one that ran well. */
  readonly to: string | number | undefined
  readonly force: boolean
  readonly reason: string | undefined
}

/** Asks the platform: what is live, or what the running app has logged. */
export interface PlatformCommand {
  readonly action: 'current' | 'app-logs'
  readonly app: string
  readonly environment: string | undefined
}

export interface IAmCommand {
  readonly action: 'i-am'
  /** As typed; GitHub's logins are the same in any case. */
  readonly login: string
}

export interface LinkCommand {
  readonly action: 'link'
}

export interface UnlinkCommand {
  readonly action: 'unlink'
}

export interface WhoAmICommand {
  readonly action: 'who-am-i'
}

export interface VersionCommand {
  readonly action: 'version'
}

export interface HelpCommand {
  readonly action: 'help'
  readonly word: string | undefined
}

export type ActionName = Command['action']
