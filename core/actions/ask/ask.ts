import type { Target } from '../../apps/app.ts'
import { created } from '../../chat/messages/created.ts'
import { deployAnyway } from '../../chat/messages/deploy-anyway.ts'
import { refusal } from '../../chat/messages/refusal.ts'
import { waitingForGreen } from '../../chat/messages/waiting-for-green.ts'
import { reasonText } from '../../gates/reason-text.ts'
import type { ReasonCode, ReasonData } from '../../gates/reasons.ts'
import { GitHubError } from '../../github/github-error.ts'
import type { CheckContext } from '../../github/github.ts'
import type { Request } from '../../records/request.ts'
import type { Answer } from '../answer.ts'
import type { Ports } from '../ports.ts'
import { beginWait, type Head } from './begin-wait.ts'
import { failing, notGreen } from './contexts.ts'
import { endRequest, send, type Sent } from './send.ts'

interface Asked {
  readonly ports: Ports
  readonly request: Request
  readonly target: Target
}

type Outcomes = { readonly [K in Sent['kind']]: Extract<Sent, { kind: K }> }

/** Sends a stored request to GitHub and says what came of it. */
export async function ask(ports: Ports, request: Request, target: Target): Promise<Answer> {
  const asked = { ports, request, target }
  try {
    const sent = await send(ports, request, target)
    return await tell(sent.kind, sent, asked)
  } catch (error) {
    // Only a read can fail so, and only one after an answer that made no deployment.
    if (!(error instanceof GitHubError)) throw error
    return refused(asked, 'unreachable', { message: error.message })
  }
}

/** One entry for every documented outcome: a new one does not compile until it has its word. */
const told: { readonly [K in keyof Outcomes]: (outcome: Outcomes[K], asked: Asked) => Promise<Answer> } = {
  bound: async ({ record }, { request }) => ({
    ok: true,
    code: 'created',
    message: created(record),
    deployment: record.id,
    request: request.id,
  }),
  merged: async ({ message }, asked) => {
    const head = await headOf(asked)
    if (head === undefined)
      return refused(asked, 'no-ref', { ref: asked.request.ref, repository: asked.request.repository })
    const wait = await beginWait(asked.ports, asked.request, head)
    return waits(asked, 'merged', waitingForGreen({ ref: asked.request.ref, wait, contexts: [], merged: message }))
  },
  checks: async ({ contexts }, asked) => {
    const open = notGreen(contexts)
    if (failing(open).length > 0) return refused(asked, 'checks-failed', { contexts: open.map(say) })
    const head = await headOf(asked)
    if (head === undefined)
      return refused(asked, 'no-ref', { ref: asked.request.ref, repository: asked.request.repository })
    const wait = await beginWait(asked.ports, asked.request, head)
    return waits(asked, 'checks-pending', waitingForGreen({ ref: asked.request.ref, wait, contexts: open }))
  },
  unclear: async ({ message }, asked) => {
    asked.ports.log.error(
      { request: asked.request.id, why: message },
      'still unclear whether GitHub made the deployment',
    )
    return {
      ok: true,
      code: 'unclear',
      message: refusal(nameOf(asked), [{ kind: 'wait', code: 'unclear', data: {} }]),
      request: asked.request.id,
    }
  },
  conflict: ({ message }, asked) => refused(asked, 'conflict', { message }),
  'no-ref': (_, asked) => refused(asked, 'no-ref', { ref: asked.request.ref, repository: asked.request.repository }),
  invalid: ({ message }, asked) => refused(asked, 'invalid', { message }),
  'bad-credentials': (_, asked) => refused(asked, 'bad-credentials', {}),
  forbidden: ({ message }, asked) => refused(asked, 'forbidden', { message, repository: asked.request.repository }),
  limited: ({ retryAfterMs }, asked) => refused(asked, 'limited', { retryAfterMs }),
  'not-found': (_, asked) => refused(asked, 'not-found', { repository: asked.request.repository }),
  unreachable: ({ message }, asked) => refused(asked, 'unreachable', { message }),
  'link-refused': ({ login, message }, asked) => refused(asked, 'link-refused', { login, why: message }),
  'not-yours-to-deploy': ({ login, message }, asked) =>
    refused(asked, 'not-yours-to-deploy', { login, message, repository: asked.request.repository }),
}

const tell = <K extends keyof Outcomes>(kind: K, outcome: Outcomes[K], asked: Asked) => told[kind](outcome, asked)

async function refused<C extends ReasonCode>(asked: Asked, code: C, data: ReasonData[C]): Promise<Answer> {
  await endRequest(asked.ports, asked.request.id, code)
  asked.ports.log.info(
    { request: asked.request.id, code, why: reasonText(code, data).says },
    'GitHub made no deployment',
  )
  const message = refusal(nameOf(asked), [{ kind: 'refuse', code, data }])
  const { request, ports } = asked
  if (!passable.has(code) || request.force) return { ok: false, code, message }
  return { ok: false, code, message: { ...message, buttons: [deployAnyway(request, ports.settings.prefix)] } }
}

/** What `!` passes: then GitHub is asked for neither checks nor a merge. */
const passable: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['checks-failed', 'conflict'])

const waits = ({ request }: Asked, code: ReasonCode, message: Answer['message']): Answer => ({
  ok: true,
  code,
  message,
  request: request.id,
})

const say = ({ context, state }: CheckContext) => `${context} (${state})`

const nameOf = ({ request }: Asked) => `${request.app}/${request.ref} to ${request.environment}`

/** The one commit that is waited for. Only a branch that somebody named can be pushed over; tags and shas stay what they are. */
async function headOf({ ports, request, target }: Asked): Promise<Head | undefined> {
  const { ref, sha, repository } = request
  if (sha !== undefined || /^[0-9a-f]{40}$/.test(ref)) return { sha: sha ?? ref }
  const github = ports.github(target)
  const branch = await github.branchHead(repository, ref)
  if (branch !== undefined) return { sha: branch, branch: ref }
  const commit = await github.commit(repository, ref)
  return commit === undefined ? undefined : { sha: commit }
}
