import { createHash } from 'node:crypto'
import type { RunTaskRequest, Service, Task } from '@aws-sdk/client-ecs'
import type { Job } from '../provider.ts'
import type { Target } from './checkpoint.ts'

/** Finds the task again. Letters, digits, hyphens, underscores, slashes and dots, at most 128. */
export const startedBy = ({ id, repository }: Pick<Job, 'id' | 'repository'>): string =>
  `slipway/${id}-${createHash('sha256').update(`${repository}#${id}`).digest('hex').slice(0, 12)}`

/** The one-off task of a migration: the new revision, on the service's own network and capacity. */
export function migrationOf(
  service: Service,
  { revision, container }: Target,
  job: Pick<Job, 'id' | 'repository'>,
  where: { readonly cluster: string; readonly command: readonly string[] },
): RunTaskRequest {
  const { networkConfiguration, capacityProviderStrategy: providers = [], launchType, platformVersion } = service
  return {
    cluster: where.cluster,
    taskDefinition: revision,
    count: 1,
    overrides: { containerOverrides: [{ name: container, command: [...where.command] }] },
    startedBy: startedBy(job),
    // AWS runs one task for a token, however often it is sent.
    clientToken: startedBy(job).replaceAll('/', '-'),
    ...(networkConfiguration && { networkConfiguration }),
    ...(providers.length > 0 ? { capacityProviderStrategy: providers } : launchType && { launchType }),
    ...(platformVersion !== undefined && platformVersion !== '' && { platformVersion }),
  }
}

/** How a stopped migration ended: undefined is well. No exit code means that the container never ran. */
export function migrationProblem({ containers = [], stoppedReason }: Task, container: string): string | undefined {
  const { exitCode, reason } = containers.find(({ name }) => name === container) ?? {}
  if (exitCode === 0) return undefined
  if (exitCode !== undefined) return `the migration ended with ${exitCode}; the service was not updated`
  const why = reason ?? stoppedReason
  return `the migration did not start${why === undefined ? '' : `: ${why}`}; the service was not updated`
}
