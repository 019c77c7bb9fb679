import type { Container, Task } from '@aws-sdk/client-ecs'

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** `web exited with 1 (OutOfMemoryError: …)`; undefined for a container that has nothing to say. */
export function deathOf({ name, exitCode, reason }: Container): string | undefined {
  const why = reason === undefined || reason === '' ? '' : ` (${oneLine(reason)})`
  if (exitCode !== undefined) return exitCode === 0 && why === '' ? undefined : `${name} exited with ${exitCode}${why}`
  return why === '' ? undefined : `${name} did not start${why}`
}

/** Why a task stopped, and what each of its containers says. */
export function storyOf({ taskArn = '', stopCode, stoppedReason, containers = [] }: Task): string {
  const task = taskArn.slice(taskArn.lastIndexOf('/') + 1)
  const why = [stopCode, stoppedReason]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => oneLine(part ?? ''))
  const deaths = containers.map(deathOf).filter((death) => death !== undefined)
  return `task ${task} stopped${why.length > 0 ? `: ${why.join(': ')}` : ''}${deaths.length > 0 ? `; ${deaths.join('; ')}` : ''}`
}

/** The containers that died first to be looked at: those that failed, or all when none tells. */
export function culprits({ containers = [] }: Task): readonly Container[] {
  const failed = containers.filter(
    ({ exitCode, reason }) => (exitCode ?? 0) !== 0 || (exitCode === undefined && reason),
  )
  return failed.length > 0 ? failed : containers
}

/** Those that a rollout started and lost: newest first, but after them those that ECS itself put away when it was over. */
export function deadOf(
  tasks: readonly Task[],
  { deployment, target }: { readonly deployment: string; readonly target: { readonly revision: string } },
): Task[] {
  return tasks
    .filter(({ startedBy, taskDefinitionArn }) => startedBy === deployment || taskDefinitionArn === target.revision)
    .toSorted((one, other) => rank(one) - rank(other) || when(other) - when(one))
}

const when = ({ stoppedAt }: Task) => stoppedAt?.getTime() ?? 0
const rank = ({ stoppedReason }: Task) => (stoppedReason?.startsWith('Scaling activity initiated') ? 1 : 0)

/** The cause in short: `web exited with 1: Essential container in task exited`. */
export function causeOf(task: Task): string | undefined {
  const { name, exitCode } = culprits(task)[0] ?? {}
  const exit = exitCode === undefined || exitCode === 0 ? undefined : `${name} exited with ${exitCode}`
  const why = task.stoppedReason ?? culprits(task)[0]?.reason
  const parts = [exit, why && oneLine(why)].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? undefined : parts.join(': ')
}
