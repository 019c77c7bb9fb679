import { runningTasks } from './current.ts'
import { containerIn, containersToChange, readDefinition } from './definition.ts'
import { Problem } from './problem.ts'
import { type Line, lastLines, streamOf } from './task-logs.ts'
import type { Look } from './work.ts'

const lines = 50
const tasks = 10 // streams read; a bigger service shows what it does in a few of them

/** The last lines that the named container's running tasks wrote to CloudWatch, oldest first. */
export async function logs(look: Look): Promise<readonly string[]> {
  const found: Line[] = []
  const running = await runningTasks(look)
  if (running.length === 0) throw new Problem(`service ${look.service} has no running task`)
  for (const { taskArn = '', taskDefinitionArn = '' } of running.slice(0, tasks)) {
    const definition = await readDefinition(look, taskDefinitionArn)
    const [name] = containersToChange(definition, look.settings.container)
    const stream = streamOf(containerIn(definition, name), taskArn)
    if (stream === undefined)
      throw new Problem(
        `container ${name} does not log to CloudWatch with a stream prefix, so its lines cannot be read`,
      )
    found.push(...(await lastLines(look, stream, lines)))
  }
  return found
    .toSorted((one, other) => one.at - other.at)
    .slice(-lines)
    .map(({ at, text }) => `${new Date(at).toISOString()} ${text}`)
}
