import type { ActionName } from './command.ts'
import { apps } from './grammar/apps.ts'
import { deploy } from './grammar/deploy.ts'
import { deploys } from './grammar/deploys.ts'
import { help } from './grammar/help.ts'
import { iAm } from './grammar/i-am.ts'
import { link } from './grammar/link.ts'
import { onDeployment } from './grammar/on-deployment.ts'
import { appLogs, current } from './grammar/on-platform.ts'
import { rollback } from './grammar/rollback.ts'
import { version } from './grammar/version.ts'
import { where } from './grammar/where.ts'
import { whoAmI } from './grammar/who-am-i.ts'
import type { Grammar } from './parsed.ts'
import { plural } from './plural.ts'

/** One command: what it is called, how it is read, what help says of it, and which action carries it out. */
export interface Row {
  readonly action: ActionName
  readonly grammar: Grammar
  /** What `help` finds it by. */
  readonly word: (prefix: string) => string
  readonly usage: (prefix: string) => string
  readonly help: string
  /** Something to type as it stands. */
  readonly example: (prefix: string) => string
}

/** All commands. Another one is another row and its grammar. */
export const table: readonly Row[] = [
  {
    action: 'version',
    grammar: version,
    word: (prefix) => `${prefix}:version`,
    usage: (prefix) => `${prefix}:version`,
    help: 'says which version this is',
    example: (prefix) => `${prefix}:version`,
  },
  {
    action: 'deploy',
    grammar: deploy,
    word: (prefix) => prefix,
    usage: (prefix) => `${prefix}[:task][!] app[/ref] [to environment[/host,host]] [otp] [because …]`,
    help: 'deploys an app; "!" passes the checks',
    example: (prefix) => `${prefix} webapp/fix-login to staging because the login is broken`,
  },
  {
    action: 'deploys',
    grammar: deploys,
    word: plural,
    usage: (prefix) => `${plural(prefix)} app[/ref] [in environment]`,
    help: 'lists the last ten deployments',
    example: (prefix) => `${plural(prefix)} webapp in production`,
  },
  {
    action: 'where',
    grammar: where,
    word: () => 'where',
    usage: (prefix) => `where can i ${prefix} app`,
    help: 'lists the environments of an app',
    example: (prefix) => `where can i ${prefix} webapp`,
  },
  {
    action: 'apps',
    grammar: apps,
    word: () => 'apps',
    usage: () => 'apps',
    help: 'lists the apps',
    example: () => 'apps',
  },
  {
    action: 'rollback',
    grammar: rollback,
    word: () => 'rollback',
    usage: () => 'rollback[!] app in environment [to sha|#id] [because …]',
    help: 'brings back the last deployment that ran well, or another one',
    example: () => 'rollback webapp in production',
  },
  {
    action: 'retry',
    grammar: onDeployment('retry'),
    word: () => 'retry',
    usage: () => 'retry [#id]',
    help: 'runs the same commit again',
    example: () => 'retry #42',
  },
  {
    action: 'cancel',
    grammar: onDeployment('cancel'),
    word: () => 'cancel',
    usage: () => 'cancel [#id]',
    help: 'stops a deployment, or takes it out of the line',
    example: () => 'cancel #42',
  },
  {
    action: 'app-logs',
    grammar: appLogs,
    word: () => 'logs app',
    usage: () => 'logs app [in environment]',
    help: 'shows the last lines that the running app has logged, where its platform keeps them',
    example: () => 'logs webapp in production',
  },
  {
    action: 'logs',
    grammar: onDeployment('logs'),
    word: () => 'logs',
    usage: () => 'logs [#id]',
    help: 'shows the end of the log and where to read it all',
    example: () => 'logs #42',
  },
  {
    action: 'current',
    grammar: current,
    word: () => 'current',
    usage: () => 'current app [in environment]',
    help: 'asks the platform what is live',
    example: () => 'current webapp in production',
  },
  {
    action: 'who-am-i',
    grammar: whoAmI,
    word: () => 'who am i',
    usage: () => 'who am i',
    help: 'says as whom you are known, here and on GitHub',
    example: () => 'who am i',
  },
  {
    action: 'i-am',
    grammar: iAm,
    word: () => 'i am',
    usage: () => 'i am LOGIN on github',
    help: 'notes your login for mentions; it grants nothing',
    example: () => 'i am octocat on github',
  },
  {
    action: 'link',
    grammar: link('link'),
    word: () => 'link github',
    usage: () => 'link github',
    help: 'proves who you are on GitHub; your deployments are then made in your name',
    example: () => 'link github',
  },
  {
    action: 'unlink',
    grammar: link('unlink'),
    word: () => 'unlink github',
    usage: () => 'unlink github',
    help: 'deletes your token for GitHub',
    example: () => 'unlink github',
  },
  {
    action: 'help',
    grammar: help,
    word: () => 'help',
    usage: () => 'help [word]',
    help: 'says this, or what is known of one word',
    example: (prefix) => `help ${prefix}`,
  },
]
