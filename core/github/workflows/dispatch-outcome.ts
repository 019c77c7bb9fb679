import { namedFields } from '../named-fields.ts'
import type { Reply } from '../reply.ts'
import { trouble, type Subject } from '../trouble.ts'
import { whatGitHubSays } from '../what-github-says.ts'
import { dispatchedShape } from './shapes.ts'
import type { DispatchOutcome } from './workflows.ts'

/** What GitHub's answer to a dispatch means: HTTP status first, body second. */
export function dispatchOutcome(reply: Reply, workflow: string, subject: Subject, now: number): DispatchOutcome {
  if (reply.kind === 'answer') {
    if (reply.status === 204) return { kind: 'dispatched' }
    if (reply.status === 200) {
      const run = dispatchedShape.safeParse(reply.data).data?.workflow_run_id
      return run === undefined ? { kind: 'dispatched' } : { kind: 'dispatched', run }
    }
    if (reply.status === 404) {
      const message = `${subject.host} knows no workflow ${workflow} in ${subject.repository}, or these credentials may not see it; the file has to be in .github/workflows on the default branch`
      return { kind: 'refused', message }
    }
    const said = [whatGitHubSays(reply.data) ?? '', ...namedFields(reply.data)].find((text) => noRef.test(text))
    if (reply.status === 422 && said !== undefined) return { kind: 'no-ref', message: said }
  }
  const problem = trouble(reply, subject, now)
  switch (problem.kind) {
    case 'limited':
    case 'unreachable':
    case 'unclear':
      return problem
    default:
      return { kind: 'refused', message: problem.message }
  }
}

const noRef = /no ref found/i
