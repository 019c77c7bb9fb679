import type { Deployment, Service } from '@aws-sdk/client-ecs'
import { AwsError } from './aws/errors.ts'
import type { Known, Updating } from './checkpoint.ts'
import type { Work } from './work.ts'

export const primaryOf = ({ deployments = [] }: Service): Deployment | undefined =>
  deployments.find(({ status }) => status === 'PRIMARY')

/** The rollout that an update began: one of the wanted revision that was not there before. */
export function rolloutIn(service: Service, { target, known }: Pick<Updating, 'target' | 'known'>): string | undefined {
  const { deployments = [] } = service
  return deployments.find(
    ({ id, taskDefinition }) =>
      id !== undefined && taskDefinition === target.revision && !known.deployments.includes(id),
  )?.id
}

/** The service deployment that the service itself names, when it is that of this rollout. */
export function namedIn(
  service: Service,
  { deployment, known }: { readonly deployment: string; readonly known: Known },
): string | undefined {
  const current = service.currentServiceDeployment
  if (current === undefined || known.serviceDeployments.includes(current)) return undefined
  return primaryOf(service)?.id === deployment ? current : undefined
}

/** What has to be remembered before an update, so that its rollout can be told from others. */
export async function knownBefore(work: Work, service: Service): Promise<Known> {
  const listed = await listServiceDeployments(work)
  const current = service.currentServiceDeployment
  return {
    deployments: (service.deployments ?? []).map(({ id }) => id).filter((id) => id !== undefined),
    serviceDeployments: [...new Set([...(listed ?? []), ...(current === undefined ? [] : [current])])],
  }
}

/** The service deployment of a rollout: without an ARN while ECS shows none, undefined where it has none at all. */
export async function findServiceDeployment(
  work: Work,
  service: Service,
  rollout: { readonly deployment: string; readonly known: Known },
): Promise<{ readonly arn?: string } | undefined> {
  const named = namedIn(service, rollout)
  if (named !== undefined) return { arn: named }
  const listed = await listServiceDeployments(work)
  // Newest first: those above the oldest new one were begun by somebody else, after ours.
  const arn = listed?.findLast((each) => !rollout.known.serviceDeployments.includes(each))
  return listed && (arn === undefined ? {} : { arn })
}

/** ARNs, newest first; undefined where the account, the region or the role does not have them. */
async function listServiceDeployments({ aws, cluster, service }: Work): Promise<string[] | undefined> {
  try {
    const { serviceDeployments = [] } = await aws.read('ListServiceDeployments', async (clients, how) =>
      (await clients.ecs()).listServiceDeployments({ cluster, service, maxResults: 20 }, how),
    )
    return serviceDeployments
      .toSorted((one, other) => began(other) - began(one))
      .map(({ serviceDeploymentArn }) => serviceDeploymentArn)
      .filter((arn) => arn !== undefined)
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}

const began = ({ createdAt, startedAt }: { createdAt?: Date | undefined; startedAt?: Date | undefined }) =>
  (createdAt ?? startedAt)?.getTime() ?? 0
