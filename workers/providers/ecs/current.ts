import type { Task } from '@aws-sdk/client-ecs'
import type { Snapshot } from '../provider.ts'
import { containersToChange, readDefinition } from './definition.ts'
import { findService } from './find-service.ts'
import { Problem } from './problem.ts'
import { snapshotOf } from './snapshot-of.ts'
import type { Look } from './work.ts'

/** What the service runs, and the digests of the images that its tasks really have. */
export async function current(look: Look): Promise<Snapshot> {
  const service = await findService(look)
  if (service.taskDefinition === undefined) throw new Problem(`service ${look.service} runs no task definition`)
  const definition = await readDefinition(look, service.taskDefinition)
  const [container] = containersToChange(definition, look.settings.container)
  const snapshot = snapshotOf(definition, container)
  const digests = new Set(
    (await runningTasks(look))
      .flatMap(({ containers = [] }) => containers.filter(({ name }) => name === container))
      .map(({ imageDigest }) => imageDigest)
      .filter((digest) => digest !== undefined),
  )
  return {
    ...snapshot,
    handle: {
      ...snapshot.handle,
      running: `${service.runningCount ?? 0} of ${service.desiredCount ?? 0}`,
      ...(digests.size > 0 && { digest: [...digests].join(', ') }),
    },
  }
}

/** At most a hundred: as many as AWS describes at a time. */
export async function runningTasks({ aws, cluster, service }: Look): Promise<Task[]> {
  const { taskArns = [] } = await aws.read('ListTasks', async (clients, how) =>
    (await clients.ecs()).listTasks({ cluster, serviceName: service, desiredStatus: 'RUNNING' }, how),
  )
  if (taskArns.length === 0) return []
  const { tasks = [] } = await aws.read('DescribeTasks', async (clients, how) =>
    (await clients.ecs()).describeTasks({ cluster, tasks: taskArns }, how),
  )
  return tasks
}
