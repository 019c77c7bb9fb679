import type { RegisterTaskDefinitionRequest, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Definition } from './definition.ts'

/** Ours on every revision: whose it is, found again when the answer to a registration is lost. */
export const tagKeys = { deployment: 'slipway:deployment', sha: 'slipway:sha' } as const

const mostTags = 50
const isOurs = ({ key }: Tag) => key === tagKeys.deployment || key === tagKeys.sha
/** CloudFormation and its like; AWS takes them from nobody else. */
const isReserved = ({ key }: Tag) => key?.toLowerCase().startsWith('aws:') ?? false

export interface Change {
  /** Names of the containers that get the image. */
  readonly containers: readonly string[]
  readonly image: string
  readonly deployment: string
  readonly sha: string
}

/** What has to be registered so that only the image of these containers is another. */
export function nextDefinition({ body, family, tags }: Definition, change: Change): RegisterTaskDefinitionRequest {
  const kept = tags.filter((tag) => !isOurs(tag) && !isReserved(tag))
  const own = [
    { key: tagKeys.deployment, value: change.deployment },
    { key: tagKeys.sha, value: change.sha },
  ]
  return {
    ...requestOf(body),
    family,
    containerDefinitions: (body.containerDefinitions ?? []).map((container) =>
      container.name !== undefined && change.containers.includes(container.name)
        ? { ...container, image: change.image }
        : container,
    ),
    tags: [...kept, ...own].slice(0, mostTags),
  }
}

/** A described revision without what only answers hold. */
function requestOf(body: TaskDefinition): Omit<TaskDefinition, keyof typeof answersOnly> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => !Object.hasOwn(answersOnly, key)))
}

const answersOnly = {
  taskDefinitionArn: true,
  revision: true,
  status: true,
  requiresAttributes: true,
  compatibilities: true,
  registeredAt: true,
  registeredBy: true,
  deregisteredAt: true,
  deleteRequestedAt: true,
} as const satisfies { readonly [key in keyof TaskDefinition]?: true }

/** Whether a registered revision is what would be registered: the same body and the same tags of the owner. */
export function isSame({ body, family, tags }: Definition, wanted: RegisterTaskDefinitionRequest): boolean {
  const { tags: wantedTags = [], ...rest } = wanted
  return (
    canonical({ ...requestOf(body), family }) === canonical(rest) &&
    canonical(ownersTags(tags)) === canonical(ownersTags(wantedTags))
  )
}

const ownersTags = (tags: readonly Tag[]) =>
  Object.fromEntries(tags.filter((tag) => !isOurs(tag) && !isReserved(tag)).map(({ key, value }) => [key, value]))

/** JSON with sorted keys, without what AWS fills in or leaves out as it likes: nothing, empty lists and objects, zeros. */
function canonical(value: unknown): string {
  return JSON.stringify(pruned(value)) ?? ''
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(pruned)
  if (typeof value !== 'object' || value === null) return value === 0 || value === null ? undefined : value
  const entries = Object.entries(value)
    .map(([key, each]) => [key, pruned(each)] as const)
    .filter(([, each]) => each !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
