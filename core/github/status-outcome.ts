import { z } from 'zod'
import type { StatusOutcome } from './github.ts'
import type { Reply } from './reply.ts'
import { trouble, type Subject } from './trouble.ts'

const shape = z.object({ id: z.number().int() })

/** What GitHub's answer to a status means. Every 4xx but a rate limit is `refused`. */
export function statusOutcome(reply: Reply, subject: Subject, now: number): StatusOutcome {
  const posted = reply.kind === 'answer' && reply.status === 201 ? shape.safeParse(reply.data).data : undefined
  if (posted) return { kind: 'posted', id: posted.id }

  const problem = trouble(reply, subject, now)
  switch (problem.kind) {
    case 'limited':
      return problem
    case 'unreachable':
    case 'unclear':
      return { kind: problem.kind, message: problem.message }
    default:
      return { kind: 'refused', message: problem.message }
  }
}
