import type { ServiceDeployment } from '@aws-sdk/client-ecs'
import { AwsError } from './aws/errors.ts'
import type { Work } from './work.ts'

/** A rollout is watched for as long as it may last: an AWS that does not answer for a while ends nothing. */
export const whileItLasts = { patienceMs: Number.POSITIVE_INFINITY }

/** Undefined where ECS does not tell of it. */
export async function readServiceDeployment(
  { aws }: Pick<Work, 'aws'>,
  arn: string,
): Promise<ServiceDeployment | undefined> {
  try {
    const { serviceDeployments = [] } = await aws.read(
      'DescribeServiceDeployments',
      async (clients, how) => (await clients.ecs()).describeServiceDeployments({ serviceDeploymentArns: [arn] }, how),
      whileItLasts,
    )
    return serviceDeployments[0]
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}
