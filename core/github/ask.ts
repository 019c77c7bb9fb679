import { askedToWait, untilReset } from './asked-to-wait.ts'
import type { Clock } from './clock.ts'
import type { Credential, Credentials } from './credentials.ts'
import type { Priority } from './github.ts'
import { createPace, type Allowance, type ContentLimit, type Pace } from './pace.ts'
import type { Answer, Reply } from './reply.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import type { Request, Sender } from './send.ts'

export interface Call extends Request {
  /** owner/name: whose token is used. */
  readonly repository: string
  readonly priority: Priority
  readonly allowance: Allowance
}

/** Sends one request when its turn comes. Never throws, never sends twice. */
export type Ask = (call: Call) => Promise<Reply>

interface Options {
  readonly sender: Sender
  readonly credentials: Credentials
  readonly clock: Clock
  readonly contentLimits: readonly ContentLimit[]
}

export function createAsk({ sender, credentials, clock, contentLimits }: Options): Ask {
  const lanes = new Map<string, { readonly pace: Pace; readonly schedule: Schedule }>()

  return async (call) => {
    const credential = await credentials.of(call.repository)
    if (credential.kind !== 'credential') return beforeSending(credential)

    const { pace, schedule } = laneOf(credential)
    const { priority, allowance } = call
    // GraphQL is posted to but only read from here.
    const creates = call.method === 'POST' && allowance === 'rest'
    const turn = await schedule.run({ priority, allowance, creates }, async () => {
      const reply = await sender.send(call, credential.token)
      if (reply.kind === 'answer') learn(reply, allowance, pace)
      return reply
    })
    if ('heldMs' in turn) return { kind: 'held', retryAfterMs: turn.heldMs }

    const { done } = turn
    if (done.kind === 'answer' && done.status === 401) credentials.refused(call.repository)
    return done
  }

  function laneOf({ id }: Credential) {
    const pace = createPace(contentLimits)
    const lane = lanes.get(id) ?? { pace, schedule: createSchedule(pace, clock) }
    lanes.set(id, lane)
    return lane
  }

  function learn(answer: Answer, allowance: Allowance, pace: Pace): void {
    const now = clock.now()
    const reset = untilReset(answer, now)
    if (reset !== undefined) return pace.hold(allowance, now + reset)
    const wait = askedToWait(answer, now)
    if (wait !== undefined) pace.holdAll(now + wait)
  }
}

// What became of asking for a token says nothing about the request itself, except that it was never sent.
function beforeSending(reply: Reply): Reply {
  if (reply.kind === 'lost') return { kind: 'unreachable', why: `no token could be had: ${reply.why}` }
  if (reply.kind === 'answer' && (reply.status < 400 || reply.status >= 500)) {
    return { kind: 'unreachable', why: `no token could be had: answered ${reply.status}` }
  }
  return reply
}
