import { z } from 'zod'
import { deploymentShape } from './deployment-shape.ts'
import type { CreateOutcome } from './github.ts'
import { namedFields } from './named-fields.ts'
import type { Answer, Reply } from './reply.ts'
import { trouble, type Subject } from './trouble.ts'
import { whatGitHubSays } from './what-github-says.ts'
import { worstContexts } from './worst-contexts.ts'

/** What GitHub's answer to a create means: HTTP status first, body second. */
export function createOutcome(reply: Reply, subject: Subject, now: number): CreateOutcome {
  if (reply.kind !== 'answer') return trouble(reply, subject, now)
  switch (reply.status) {
    case 201:
      return created(reply) ?? trouble(reply, subject, now)
    case 202:
      return merged(reply) ?? trouble(reply, subject, now)
    case 409:
      return conflict(reply, subject)
    case 422:
      return noRef(reply) ?? trouble(reply, subject, now)
    default:
      return trouble(reply, subject, now)
  }
}

function created({ data }: Answer): CreateOutcome | undefined {
  const deployment = deploymentShape.safeParse(data).data
  return deployment && { kind: 'created', deployment }
}

function merged({ data }: Answer): CreateOutcome | undefined {
  const message = whatGitHubSays(data)
  return message === undefined ? undefined : { kind: 'merged', message }
}

const listing = z.object({ errors: z.array(z.unknown()) })
const aboutChecks = z.object({ contexts: z.array(z.unknown()).optional(), field: z.string().optional() })

// Both kinds of 409 begin with "Conflict". Checks name their field today, only their contexts in older bodies.
function conflict({ data }: Answer, { host, repository }: Subject): CreateOutcome {
  const said = whatGitHubSays(data)
  const errors = (listing.safeParse(data).data?.errors ?? []).flatMap(
    (error) => aboutChecks.safeParse(error).data ?? [],
  )
  const checks = errors.filter(({ contexts, field }) => contexts !== undefined || field === 'required_contexts')
  if (checks.length > 0 || /commit status checks failed/i.test(said ?? '')) {
    const contexts = worstContexts(checks.flatMap((error) => error.contexts ?? []))
    return { kind: 'checks', message: said ?? `${host} answered that checks have not passed`, contexts }
  }
  return { kind: 'conflict', message: said ?? `${host} answered 409 for ${repository} without saying why` }
}

function noRef({ data }: Answer): CreateOutcome | undefined {
  const said = [whatGitHubSays(data) ?? '', ...namedFields(data)].find((text) => /no ref found/i.test(text))
  return said === undefined ? undefined : { kind: 'no-ref', message: said }
}
