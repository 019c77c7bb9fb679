import type { Reply } from '../reply.ts'
import { trouble, type Subject } from '../trouble.ts'
import type { CancelOutcome } from './workflows.ts'

/** What GitHub's answer to the cancelling of a run means. */
export function cancelOutcome(reply: Reply, subject: Subject, now: number): CancelOutcome {
  if (reply.kind === 'answer' && reply.status === 202) return { kind: 'accepted' }
  if (reply.kind === 'answer' && reply.status === 409) return { kind: 'too-late' }
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
