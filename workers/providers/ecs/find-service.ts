import type { Service } from '@aws-sdk/client-ecs'
import type { AskOptions } from './aws/open-aws.ts'
import { isAwsError } from './aws/errors.ts'
import { Problem } from './problem.ts'
import type { Look } from './work.ts'

/** The service as it is now. Throws a Problem that names it when it, or its cluster, is not there. */
export async function findService({ aws, cluster, service }: Look, options?: AskOptions): Promise<Service> {
  try {
    const { services = [], failures = [] } = await aws.read(
      'DescribeServices',
      async (clients, how) => (await clients.ecs()).describeServices({ cluster, services: [service] }, how),
      options,
    )
    const [found] = services
    if (found !== undefined) return found
    const reason = failures[0]?.reason ?? 'MISSING'
    if (reason === 'MISSING') throw new Problem(`service ${service} does not exist in cluster ${cluster}`)
    throw new Problem(`service ${service} in cluster ${cluster} cannot be read: ${reason}`)
  } catch (error) {
    if (!isAwsError(error, 'ClusterNotFoundException')) throw error
    throw new Problem(`cluster ${cluster} does not exist in ${await aws.region()}`)
  }
}

/** Why this provider cannot deploy to it, or undefined. */
export function whyNot({ serviceName, status, deploymentController }: Service): string | undefined {
  if (status !== 'ACTIVE')
    return `service ${serviceName} is ${status ?? 'not active'}, so nothing can be deployed to it`
  const controller = deploymentController?.type ?? 'ECS'
  if (controller === 'ECS') return undefined
  return (
    `service ${serviceName} is deployed by ${controller}, not by ECS: ` +
    'give it the deployment controller ECS (it has blue/green and canary of its own), or deploy it with the shell provider'
  )
}
