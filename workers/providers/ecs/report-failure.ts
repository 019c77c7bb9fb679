import type { Task } from '@aws-sdk/client-ecs'
import { AwsError } from './aws/errors.ts'
import type { Rolling } from './checkpoint.ts'
import { causeOf, culprits, deadOf, storyOf } from './dead-tasks.ts'
import { containerIn, readDefinition } from './definition.ts'
import { lastLines, streamOf } from './task-logs.ts'
import type { Work } from './work.ts'

const told = 3 // tasks: the others of a rollout die of the same
const lines = 20
const briefly = { patienceMs: 30_000 } // the verdict is there, and somebody waits for it

/** Logs why the tasks of a rollout died, with their last lines. Gives the cause in short, where there is one. */
export async function reportFailure(work: Work, rolling: Rolling): Promise<string | undefined> {
  try {
    const dead = deadOf(await stoppedTasks(work), rolling).slice(0, told)
    for (const task of dead) await work.context.log(storyOf(task))
    const [newest] = dead
    if (newest === undefined) return undefined
    await tellLastLines(work, newest, rolling.target.revision)
    return causeOf(newest)
  } catch (error) {
    // The verdict stands without it.
    if (!(error instanceof AwsError)) throw error
    await work.context.log(`why tasks stopped cannot be read: ${error.message}`)
    return undefined
  }
}

/** Of the containers that died, as far as CloudWatch has them. */
async function tellLastLines(work: Work, task: Task, revision: string): Promise<void> {
  const definition = await readDefinition(work, task.taskDefinitionArn ?? revision)
  for (const { name } of culprits(task)) {
    const stream = streamOf(containerIn(definition, name), task.taskArn ?? '')
    const last = stream === undefined ? [] : await lastLines(work, stream, lines)
    if (last.length > 0) await work.context.log(`last lines of ${name}:`)
    for (const { text } of last) await work.context.log(`${name}: ${text}`)
  }
}

async function stoppedTasks({ aws, cluster, service }: Work): Promise<Task[]> {
  const { taskArns: tasks = [] } = await aws.read(
    'ListTasks',
    async (clients, how) =>
      (await clients.ecs()).listTasks({ cluster, serviceName: service, desiredStatus: 'STOPPED' }, how),
    briefly,
  )
  if (tasks.length === 0) return []
  const { tasks: described = [] } = await aws.read(
    'DescribeTasks',
    async (clients, how) => (await clients.ecs()).describeTasks({ cluster, tasks }, how),
    briefly,
  )
  return described
}
