import { z } from 'zod'
import type { Ask } from './ask.ts'
import type { Shipment } from './shipment.ts'

/** Commits looked at: GitHub's limit for one page of a connection. */
const mostCommits = 100

const query = `query ships($owner: String!, $name: String!, $head: GitObjectID!) {
  repository(owner: $owner, name: $name) {
    object(oid: $head) {
      ... on Commit {
        history(first: ${mostCommits}) {
          nodes {
            oid
            messageHeadline
            additions
            deletions
            author { name user { login } }
            parents(first: 10) { nodes { oid } }
            associatedPullRequests(first: 5) { nodes { number } }
          }
        }
      }
    }
  }
}`

const oids = z.object({ nodes: z.array(z.object({ oid: z.string() }).nullable()) })
const commit = z.object({
  oid: z.string(),
  messageHeadline: z.string(),
  additions: z.number().nullish(),
  deletions: z.number().nullish(),
  author: z.object({ name: z.string().nullish(), user: z.object({ login: z.string() }).nullish() }).nullish(),
  parents: oids.nullish(),
  // Null for whoever may not read pull requests.
  associatedPullRequests: z.object({ nodes: z.array(z.object({ number: z.number() }).nullable()).nullish() }).nullish(),
})
type Commit = z.infer<typeof commit>

const answer = z.object({
  data: z.object({
    repository: z.object({ object: z.object({ history: z.object({ nodes: z.array(commit.nullable()) }) }) }),
  }),
})

export interface ShipsOptions {
  readonly ask: Ask
  readonly graphqlUrl: string
}

/**
 * What `to` holds that `from` did not, in one GraphQL call. Undefined when GitHub does not say (no GraphQL, an older
 * commit is put back, or more than a hundred commits lie between): then the comparison on GitHub's pages has to do.
 */
export async function whatShips(
  { ask, graphqlUrl }: ShipsOptions,
  repository: string,
  from: string,
  to: string,
): Promise<Shipment | undefined> {
  const [owner = '', name = ''] = repository.split('/')
  const reply = await ask({
    method: 'POST',
    url: graphqlUrl,
    body: { query, variables: { owner, name, head: to } },
    repository,
    priority: 'reconcile',
    allowance: 'graphql',
  })
  if (reply.kind !== 'answer') return undefined
  const seen = answer.safeParse(reply.data).data?.data.repository.object.history.nodes
  return (
    seen &&
    shipmentBetween(
      seen.filter((node) => node !== null),
      from,
    )
  )
}

/** Of a history with its newest commit first, what cannot be reached from `from`. */
export function shipmentBetween(history: readonly Commit[], from: string): Shipment | undefined {
  const byId = new Map(history.map((one) => [one.oid, one]))
  if (!byId.has(from)) return undefined
  const there = new Set<string>()
  for (let next = [from]; next.length > 0; ) {
    for (const oid of next) there.add(oid)
    next = next.flatMap((oid) => parentsOf(byId.get(oid))).filter((oid) => byId.has(oid) && !there.has(oid))
  }
  const fresh = history.filter(({ oid }) => !there.has(oid))
  return {
    commits: fresh.map((one) => ({
      sha: one.oid,
      title: one.messageHeadline,
      author: one.author?.user?.login ?? one.author?.name ?? 'somebody',
      pulls: pullsOf(one),
    })),
    additions: sum(fresh.map(({ additions }) => additions ?? 0)),
    deletions: sum(fresh.map(({ deletions }) => deletions ?? 0)),
  }
}

const parentsOf = (one: Commit | undefined) => (one?.parents?.nodes ?? []).flatMap((node) => node?.oid ?? [])

/** As GitHub tells; where it does not, as the titles of its own merges and squashes do. */
function pullsOf({ messageHeadline, associatedPullRequests }: Commit): number[] {
  const told = (associatedPullRequests?.nodes ?? []).flatMap((node) => node?.number ?? [])
  const written = /^Merge pull request #(\d{1,9})\b|\(#(\d{1,9})\)$/.exec(messageHeadline)
  const named = written ? [Number(written[1] ?? written[2])] : []
  return told.length > 0 ? told : named
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
