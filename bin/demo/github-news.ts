import { z } from 'zod'
import { short } from '../../core/chat/words.ts'
import type { Delivery, JournalEntry, SandboxGitHub } from '../../sandbox/github/index.ts'

/** Something that GitHub did, in a line. `run`: what it means for the run of a deployment. */
export interface News {
  readonly says: string
  readonly run?: { readonly id: number; readonly is: 'begun' | 'over' }
}

const fullSha = /\b[0-9a-f]{40}\b/g
const deployment = z.object({ id: z.int(), sha: z.string(), environment: z.string() })
const deploymentEvent = z.object({ deployment, repository: z.object({ name: z.string() }) })
const deploymentStatusEvent = z.object({
  deployment,
  deployment_status: z.object({ state: z.string(), description: z.string() }),
})
const statusEvent = z.object({ sha: z.string(), context: z.string(), state: z.string() })

/** What GitHub did since the last call, from its events and its answers. `isNews` picks the commits whose checks are told. */
export function githubNews(github: SandboxGitHub, isNews: (sha: string) => boolean): () => News[] {
  const known = new Set<JournalEntry | Delivery>()

  function fresh<T extends JournalEntry | Delivery>(all: readonly T[]): T[] {
    const found = all.filter((one) => !known.has(one))
    for (const one of found) known.add(one)
    return found
  }

  return () => {
    const answered = github.requests().filter(({ status }) => status !== undefined)
    return [
      ...fresh(answered).flatMap(ofAnswer),
      ...fresh(github.deliveries()).flatMap((delivery) => ofDelivery(delivery, isNews)),
    ]
  }
}

/** A create that made no deployment: GitHub merged, or refused. */
function ofAnswer({ method, path, status, says }: JournalEntry): News[] {
  const isCreate = method === 'POST' && path.endsWith('/deployments')
  return isCreate && says !== undefined ? [{ says: `${status} ${says.replaceAll(fullSha, short)}` }] : []
}

function ofDelivery({ event, payload }: Delivery, isNews: (sha: string) => boolean): News[] {
  if (event === 'deployment') return made(deploymentEvent.parse(JSON.parse(payload)))
  if (event === 'deployment_status') return reported(deploymentStatusEvent.parse(JSON.parse(payload)))
  if (event === 'status') return checked(statusEvent.parse(JSON.parse(payload)), isNews)
  return []
}

function made({ deployment, repository }: z.infer<typeof deploymentEvent>): News[] {
  const { id, sha, environment } = deployment
  return [{ says: `deployment #${id} made: ${repository.name} ${short(sha)} to ${environment}` }]
}

function reported({ deployment: { id }, deployment_status }: z.infer<typeof deploymentStatusEvent>): News[] {
  const { state, description } = deployment_status
  const says = `status of #${id}: ${state}, ${description}`
  if (state === 'in_progress') return [{ says, run: { id, is: 'begun' } }]
  return state === 'queued' ? [{ says }] : [{ says, run: { id, is: 'over' } }]
}

function checked({ sha, context, state }: z.infer<typeof statusEvent>, isNews: (sha: string) => boolean): News[] {
  return state !== 'pending' && isNews(sha) ? [{ says: `${context} of ${short(sha)}: ${state}` }] : []
}
