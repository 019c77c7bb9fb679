import { announce } from '../core/actions/announce.ts'
import { endRequest, send, type Sent, storeRequest } from '../core/actions/ask/send.ts'
import { failing } from '../core/actions/ask/contexts.ts'
import type { Button } from '../core/chat/message.ts'
import { deployAnyway } from '../core/chat/messages/deploy-anyway.ts'
import { waitEnded } from '../core/chat/messages/wait-ended.ts'
import { waitStarted } from '../core/chat/messages/wait-started.ts'
import { short } from '../core/chat/words.ts'
import { list } from '../core/gates/words.ts'
import { lookFor } from '../core/actions/ask/look-for.ts'
import { bind } from '../core/records/bind.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import type { Request } from '../core/records/request.ts'
import { rememberedMs, type Wait } from '../core/records/wait.ts'
import type { Desk } from './events/desk.ts'

const claimMs = 60_000 // longer than a create with all its looking around
const unpromptedMs = 60_000 // GitHub is asked this often when no event tells anything
type Tried = 'started' | 'waits' | 'over'

/**
 * Starts a waiting command when GitHub lets it. Two green statuses at once start it once: whoever claims it posts,
 * and each try is a request of its own, so that a lost answer is found again like any other.
 */
export async function tryStart(desk: Desk, id: string): Promise<Tried> {
  const { ports } = desk
  const claimed = await ports.records.waits.update(id, (wait) =>
    wait.state === 'waiting'
      ? { ...wait, state: 'starting', claimedAt: ports.now(), attempts: wait.attempts + 1 }
      : undefined,
  )
  if (!claimed?.changed) return 'over'
  const wait = claimed.value
  const asked = await ports.records.requests.get(wait.request)
  const target = ports.apps().find(wait.app)?.target(wait.environment)
  if (!asked || !target) {
    await end(desk, wait, 'it is no longer in apps.json')
    return 'over'
  }
  const request = startOf(asked.value, wait, ports.now())
  await storeRequest(ports, request)
  return conclude(desk, wait, request, await send(ports, request, target))
}

/** The exact commit is posted; what people call it travels along. */
const startOf = (asked: Request, wait: Wait, now: number): Request => {
  const { deployment: _deployment, code: _code, ...rest } = asked
  return {
    ...rest,
    id: startId(wait),
    sha: wait.sha,
    wait: wait.id,
    createdAt: now,
    sentAt: now,
    attempts: 1,
    state: 'asked',
  }
}

const startId = (wait: Wait) => `${wait.id}-${wait.attempts}`

async function conclude(desk: Desk, wait: Wait, request: Request, sent: Sent): Promise<Tried> {
  const { ports } = desk
  switch (sent.kind) {
    case 'bound':
      return started(desk, wait, sent.record)
    case 'unclear':
      return 'waits' // stays claimed: the sweep looks for the deployment before anything is posted again
    case 'limited':
    case 'unreachable':
      await backToWaiting(desk, wait, request, sent.kind)
      return 'waits'
    case 'checks': {
      const red = failing(sent.contexts)
      await endRequest(ports, request.id, 'checks-pending')
      if (red.length > 0) {
        const why = `${list(red.map((c) => `${c.context} (${c.state})`))} did not pass`
        await end(desk, wait, why, [deployAnyway(request, ports.settings.prefix)])
        return 'over'
      }
      await backToWaiting(desk, wait, request, 'checks-pending')
      return 'waits'
    }
    default:
      await endRequest(ports, request.id, sent.kind)
      return over(desk, wait, sent.message)
  }
}

async function started({ ports }: Desk, wait: Wait, record: DeploymentRecord): Promise<Tried> {
  await announce(ports, `ws-${wait.id}`, record, waitStarted(wait, record))
  await ports.records.waits.update(
    wait.id,
    (fresh) => (fresh.state === 'starting' ? { ...fresh, state: 'started' } : undefined),
    { expiresInMs: rememberedMs },
  )
  return 'started'
}

async function backToWaiting({ ports }: Desk, wait: Wait, request: Pick<Request, 'id'>, code: string): Promise<void> {
  await endRequest(ports, request.id, code)
  await ports.records.waits.update(wait.id, (fresh) =>
    fresh.state === 'starting' ? { ...fresh, state: 'waiting' } : undefined,
  )
}

async function over(desk: Desk, wait: Wait, why: string): Promise<Tried> {
  await end(desk, wait, why)
  return 'over'
}

/** Ends it with a word and the command that repeats it. The word is queued first; told twice it is told once. */
async function end({ ports }: Desk, wait: Wait, why: string, buttons: readonly Button[] = []): Promise<void> {
  const asked = await ports.records.requests.get(wait.request)
  if (asked) {
    const message = { ...waitEnded(asked.value, why, ports.settings.prefix), buttons }
    await announce(ports, `we-${wait.id}`, asked.value, message)
  }
  await ports.records.waits.update(
    wait.id,
    (fresh) => (fresh.state === 'started' || fresh.state === 'ended' ? undefined : { ...fresh, state: 'ended', why }),
    { expiresInMs: rememberedMs },
  )
}

/** A push is only a hint: events come late and out of order, so the branch itself is asked. */
export async function endPushedOver(desk: Desk, wait: Wait): Promise<void> {
  if (wait.state !== 'waiting' || wait.branch === undefined) return
  const target = desk.ports.apps().find(wait.app)?.target(wait.environment)
  if (!target) return
  const head = await desk.ports.github(target).branchHead(wait.repository, wait.branch)
  if (head === wait.sha) return
  const now = head === undefined ? 'is gone' : `moved on to ${short(head)}`
  await end(desk, wait, `${wait.branch} ${now}, and it waited for ${short(wait.sha)}`)
}

/** One look at a waiting command: too long, a claim whose holder died, or time to ask again. */
export async function sweepWait(desk: Desk, wait: Wait): Promise<void> {
  const { ports } = desk
  const now = ports.now()
  if (wait.state === 'waiting' && now > wait.until)
    return end(desk, wait, `${short(wait.sha)} was not green after four hours`)
  const since = now - (wait.claimedAt ?? wait.createdAt)
  if (wait.state === 'starting' && since > claimMs) await recover(desk, wait)
  if (wait.state === 'waiting' && since > unpromptedMs) await lookUnprompted(desk, wait)
}

/** No event may have come for a push either: what is no longer the head of its branch is not started behind anybody's back. */
async function lookUnprompted(desk: Desk, wait: Wait): Promise<void> {
  await endPushedOver(desk, wait)
  await tryStart(desk, wait.id)
}

/** Whoever claimed it died, or never had a clear answer: look before anything is posted again. */
async function recover(desk: Desk, wait: Wait): Promise<void> {
  const { ports } = desk
  const start = await ports.records.requests.get(startId(wait))
  const target = ports.apps().find(wait.app)?.target(wait.environment)
  if (!start || !target) return backToWaiting(desk, wait, { id: startId(wait) }, 'never-sent')
  const request = start.value
  if (request.deployment !== undefined) {
    const record = await ports.records.deployments.get(request.deployment)
    if (record) await started(desk, wait, record.value)
    return
  }
  const github = ports.github(target)
  const made = request.state === 'ended' ? undefined : await lookFor(github, request)
  if (!made) return backToWaiting(desk, wait, request, 'never-made')
  await started(desk, wait, await bind(ports, github.host, request, made))
}
