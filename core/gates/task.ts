import { isReservedTask, isTask } from '../commands/patterns.ts'
import { pass, refuse, type Gate } from './verdict.ts'

/** A task of a deployment made on GitHub is any text; only those that chat could have asked for pass, if the provider has them. */
export const task: Gate = ({ target, command, origin, provider: { can } }) => {
  const { task: asked } = command
  // Asked of us it has something to go back to, and every provider can bring an old commit back.
  if (asked === 'rollback' && origin === 'request') return pass
  if (!isTask(asked)) return refuse('not-a-task', { word: asked })
  if (isReservedTask(asked)) return refuse('reserved-task', { task: asked })
  if (can === undefined || can.tasks.test(asked)) return pass
  return refuse('task-not-supported', { provider: target.provider ?? 'missing', task: asked })
}
