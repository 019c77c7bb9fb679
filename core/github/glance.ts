import { z } from 'zod'
import { again } from './again.ts'
import type { Ask } from './ask.ts'
import type { Clock } from './clock.ts'
import type { Credentials } from './credentials.ts'
import type { GitHub, RepositoryGlance } from './github.ts'
import { GitHubError } from './github-error.ts'
import { alias, glanceQuery } from './glance-query.ts'
import { glanceByRest } from './glance-by-rest.ts'
import { glanceShape } from './glance-shape.ts'
import type { GitHubLog } from './log.ts'
import type { Read } from './read.ts'
import type { Reply } from './reply.ts'
import { trouble } from './trouble.ts'

interface Parts {
  readonly ask: Ask
  readonly read: Read
  readonly credentials: Credentials
  readonly clock: Clock
  readonly log: GitHubLog
  readonly host: string
  readonly graphqlUrl: string
}

const perCall = 100

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ type: z.string().optional() })).optional(),
})

/**
 * The newest deployments of many repositories, by GraphQL, else by REST. A repository that cannot be read is left out
 * and logged once, until it can be read again.
 *
 * GraphQL does not know `performed_via_github_app`: `madeByApp` is null throughout, so a deployment that is not ours is
 * read again by REST before anybody acts on it.
 */
export function createGlance(parts: Parts): GitHub['glance'] {
  const { ask, read, credentials, clock, log, host, graphqlUrl } = parts
  const leftOut = new Set<string>()
  let fellBack = false

  async function glance(repositories: readonly string[]): Promise<RepositoryGlance[]> {
    const unique = new Map(repositories.map((repository) => [repository.toLowerCase(), repository]))
    const batches = credentials.groups([...unique.values()]).flatMap((group) => inBatches(group))
    return (await Promise.all(batches.map(batch))).flat()
  }

  async function batch(repositories: readonly string[]): Promise<RepositoryGlance[]> {
    const first = repositories[0]
    if (first === undefined) return []
    const reply = await again(
      () =>
        ask({
          method: 'POST',
          url: graphqlUrl,
          body: glanceQuery(repositories),
          repository: first,
          priority: 'reconcile',
          allowance: 'graphql',
        }),
      clock,
    )
    const data = dataOf(reply)
    if (data === 'limited' || !(data || speaksNoGraphQL(reply))) throw new GitHubError(troubleOf(reply, first, data))
    const seen = data
      ? repositories.map((_, i) => glanceShape.safeParse(data[alias(i)]).data)
      : await byRest(repositories)
    return repositories.flatMap((repository, i) => noted(repository, seen[i]))
  }

  function byRest(repositories: readonly string[]): Promise<(RepositoryGlance | undefined)[]> {
    if (!fellBack) log.warn({ graphqlUrl }, 'GraphQL does not answer; repositories are read one by one over REST')
    fellBack = true
    return Promise.all(repositories.map((repository) => glanceByRest(read, repository)))
  }

  function noted(repository: string, seen: RepositoryGlance | undefined): RepositoryGlance[] {
    if (seen) {
      leftOut.delete(repository)
      return [seen]
    }
    if (!leftOut.has(repository)) {
      log.warn(
        { repository, host },
        'the repository cannot be read or is empty, so it is left out; check its name and what the token may see',
      )
    }
    leftOut.add(repository)
    return []
  }

  function troubleOf(reply: Reply, repository: string, data: ReturnType<typeof dataOf>) {
    const subject = {
      host,
      repository,
      undone: 'nothing could be read',
      unsure: 'it is read again with the next round',
    }
    // GraphQL answers 200 to what REST refuses with 403.
    const refusal: Reply = data === 'limited' && reply.kind === 'answer' ? { ...reply, status: 429 } : reply
    return trouble(refusal, subject, clock.now())
  }

  return glance
}

function inBatches(repositories: readonly string[]): string[][] {
  const count = Math.ceil(repositories.length / perCall)
  return Array.from({ length: count }, (_, i) => repositories.slice(i * perCall, (i + 1) * perCall))
}

function dataOf(reply: Reply): Readonly<Record<string, unknown>> | 'limited' | undefined {
  if (reply.kind !== 'answer' || reply.status !== 200) return undefined
  const answer = answerShape.safeParse(reply.data).data
  if (answer?.data) return answer.data
  return answer?.errors?.some(({ type }) => type === 'RATE_LIMITED') ? 'limited' : undefined
}

const elsewhere = new Set([401, 403, 404, 405, 501])

// 200 without data: a page of a proxy, or a server too old for a field of the query.
function speaksNoGraphQL(reply: Reply): boolean {
  if (reply.kind === 'answer') return reply.status === 200 || elsewhere.has(reply.status)
  return reply.kind === 'unreachable' || reply.kind === 'astray'
}
