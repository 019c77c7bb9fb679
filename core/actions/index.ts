import type { ActionName, Command } from '../commands/command.ts'
import type { Action, Asked } from './action.ts'
import { appLogs } from './app-logs.ts'
import { apps } from './apps.ts'
import { cancel } from './cancel.ts'
import { current } from './current.ts'
import { deploy } from './deploy.ts'
import { deploys } from './deploys.ts'
import { help } from './help.ts'
import { iAm } from './i-am.ts'
import { link } from './link.ts'
import { logs } from './logs.ts'
import { retry } from './retry.ts'
import { rollback } from './rollback.ts'
import { unlink } from './unlink.ts'
import { version } from './version.ts'
import { where } from './where.ts'
import { whoAmI } from './who-am-i.ts'

type Commands = { readonly [A in ActionName]: Command & { readonly action: A } }

/** Every command's one function, by the name the table of commands gives it. */
const actions: { readonly [A in ActionName]: Action<Commands[A]> } = {
  'app-logs': appLogs,
  apps,
  cancel,
  current,
  deploy,
  deploys,
  help,
  'i-am': iAm,
  link,
  logs,
  retry,
  rollback,
  unlink,
  version,
  where,
  'who-am-i': whoAmI,
}

const act = <A extends ActionName>(name: A, command: Commands[A], asked: Asked) => actions[name](command, asked)

/** Carries a command out. */
export const carryOut = (command: Command, asked: Asked) => act(command.action, command, asked)
