import type { Clock } from './clock.ts'
import type { Credential } from './credentials.ts'
import type { Reply } from './reply.ts'

const pausesMs = [200, 600] // a restarting front end is back within a second

/** Asks again, at most twice, what may be asked twice: after a 5xx or a lost connection, not after a timeout. */
export async function again<T extends Reply | Credential>(ask: () => Promise<T>, clock: Clock): Promise<T> {
  let reply = await ask()
  for (const pauseMs of pausesMs) {
    if (!passing(reply)) return reply
    await new Promise<void>((resume) => clock.wake(pauseMs, resume))
    reply = await ask()
  }
  return reply
}

const passing = (reply: Reply | Credential) =>
  (reply.kind === 'lost' && !reply.timedOut) || (reply.kind === 'answer' && reply.status >= 500)
