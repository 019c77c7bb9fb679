import type { Task } from '@aws-sdk/client-ecs'
import { AnswerLost } from './aws/errors.ts'
import { type Checkpoint, save } from './checkpoint.ts'
import { containerIn, readDefinition } from './definition.ts'
import { findService } from './find-service.ts'
import { migrationOf, migrationProblem, startedBy } from './migration.ts'
import { Problem } from './problem.ts'
import { whileItLasts } from './read-service-deployment.ts'
import { streamOf } from './task-logs.ts'
import { createTail } from './tail.ts'
import type { Work } from './work.ts'

type Migrating = Extract<Checkpoint, { phase: 'migrating' }>

const poll = { first: 1_000, growth: 1.25, most: 5_000 } // ms
const attempts = 4
const settleMs = 2_000

/** Runs the migration as a one-off task, or goes on waiting for the one that runs. Throws a Problem unless it exits with 0. */
export async function migrate(
  work: Work,
  from: Extract<Checkpoint, { phase: 'registered' | 'migrating' }>,
  command: readonly string[],
): Promise<void> {
  const { context } = work
  const begun: Migrating = { ...from, phase: 'migrating' }
  await save(context, begun)
  const running = from.phase === 'migrating' ? (from.task ?? (await findMigration(work))) : undefined
  const task = running ?? (await start(work, begun, command))
  await save(context, { ...begun, task })
  context.progress({ phase: `migrating: ${command.join(' ')}` })

  const { container, revision } = begun.target
  const stream = streamOf(containerIn(await readDefinition(work, revision), container), task)
  const tail = stream && createTail(work, stream, (text) => context.log(`${container}: ${text}`))
  const stopped = await untilStopped(work, task, async () => tail?.())
  const problem = migrationProblem(stopped, container)
  if (problem !== undefined) throw new Problem(problem)
  await context.log('the migration ended well')
}

async function start(work: Work, { target }: Migrating, command: readonly string[]): Promise<string> {
  const { aws, cluster, context, job } = work
  const request = migrationOf(await findService(work), target, job, { cluster, command })
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const { tasks = [], failures = [] } = await aws.write('RunTask', async (clients) =>
        (await clients.ecs()).runTask(request),
      )
      const arn = tasks[0]?.taskArn
      if (arn !== undefined) return arn
      const why = failures.map(({ reason, detail }) => detail ?? reason).join(', ')
      throw new Problem(
        `the migration could not be started: ${why || 'AWS gave no reason'}; the service was not updated`,
      )
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error
      await context.log(`${error.message}; looking whether the migration runs`)
      await context.sleep(settleMs)
      const found = await findMigration(work)
      if (found !== undefined) return found
    }
  }
  throw new Problem(`AWS did not answer RunTask in ${attempts} attempts; the service was not updated`)
}

/** The task of this deployment's migration, running or over. */
export async function findMigration({ aws, cluster, job }: Work): Promise<string | undefined> {
  for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
    const { taskArns = [] } = await aws.read('ListTasks', async (clients, how) =>
      (await clients.ecs()).listTasks({ cluster, startedBy: startedBy(job), desiredStatus }, how),
    )
    if (taskArns.length === 0) continue
    const { tasks = [] } = await aws.read('DescribeTasks', async (clients, how) =>
      (await clients.ecs()).describeTasks({ cluster, tasks: taskArns }, how),
    )
    const ours = tasks.find((task) => task.startedBy === startedBy(job))
    if (ours?.taskArn !== undefined) return ours.taskArn
  }
  return undefined
}

/** Waits until a task has stopped. `meanwhile` is called after each look. */
export async function untilStopped(
  { aws, cluster, context }: Work,
  task: string,
  meanwhile: () => Promise<void>,
): Promise<Task> {
  let waitMs = poll.first
  for (;;) {
    const { tasks = [] } = await aws.read(
      'DescribeTasks',
      async (clients, how) => (await clients.ecs()).describeTasks({ cluster, tasks: [task] }, how),
      whileItLasts,
    )
    await meanwhile()
    const [seen] = tasks
    if (seen === undefined) throw new Problem(`the migration's task ${task} is gone; nobody knows how it ended`)
    if (seen.lastStatus === 'STOPPED') return seen
    await context.sleep(waitMs)
    waitMs = Math.min(waitMs * poll.growth, poll.most)
  }
}
