import { z } from 'zod'
import type { RepositoryGlance } from './github.ts'
import { payload } from './payload.ts'

type Seen = RepositoryGlance['deployments'][number]

const deployment = z
  .object({
    databaseId: z.number().int(),
    commitOid: z.string(),
    ref: z.object({ name: z.string() }).nullish(),
    task: z.string().nullish(),
    environment: z.string().nullish(),
    payload: z.string().nullish(),
    description: z.string().nullish(),
    creator: z.object({ login: z.string(), __typename: z.string() }).nullish(),
    createdAt: z.string(),
    latestStatus: z.object({ state: z.string() }).nullish(),
  })
  .transform(
    (sent): Seen => ({
      id: sent.databaseId,
      sha: sent.commitOid,
      // Null once the branch is deleted, and for a deployment of a sha.
      ref: sent.ref?.name ?? sent.commitOid,
      task: sent.task ?? 'deploy',
      environment: sent.environment ?? 'production',
      payload: payload(sent.payload ?? null),
      description: sent.description ?? null,
      creator: sent.creator ? creatorOf(sent.creator) : null,
      madeByApp: null,
      createdAt: sent.createdAt,
      unanswered: !sent.latestStatus,
      // GitHub's own word for a deployment that nobody has said anything about.
      latestState: sent.latestStatus?.state.toLowerCase() ?? 'pending',
    }),
  )

// REST writes a bot's login with "[bot]" at its end, GraphQL without.
const creatorOf = ({ login, __typename }: { login: string; __typename: string }) => ({
  login: __typename === 'Bot' && !login.endsWith('[bot]') ? `${login}[bot]` : login,
  type: __typename,
})

/** One repository of the GraphQL answer; an empty one, which has no default branch yet, does not fit. */
export const glanceShape = z
  .object({
    databaseId: z.number().int(),
    nameWithOwner: z.string(),
    defaultBranchRef: z.object({ name: z.string() }),
    deployments: z.object({ nodes: z.array(deployment.nullable()) }),
  })
  .transform(
    (sent): RepositoryGlance => ({
      id: sent.databaseId,
      fullName: sent.nameWithOwner,
      defaultBranch: sent.defaultBranchRef.name,
      deployments: sent.deployments.nodes.filter((node) => node !== null),
    }),
  )
