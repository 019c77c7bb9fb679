import { z } from 'zod'
import { version } from '../config/version.ts'
import { again } from './again.ts'
import { systemClock } from './clock.ts'
import { silent } from './log.ts'
import { createSender } from './send.ts'
import { trouble } from './trouble.ts'

const shape = z.object({ id: z.number().int(), login: z.string().min(1) })

export type Viewer =
  | { readonly kind: 'known'; readonly id: number; readonly login: string }
  /** GitHub does not take this token. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unreachable'; readonly message: string }

/** Whose token this is (`GET /user`). */
export async function viewer(apiUrl: string, token: string): Promise<Viewer> {
  const options = { apiUrl, userAgent: `slipway/${version}`, timeoutMs: 10_000, log: silent, clock: systemClock }
  const { send } = createSender(options)
  const reply = await again(() => send({ method: 'GET', url: '/user' }, token), systemClock)
  const found = reply.kind === 'answer' && reply.status === 200 ? shape.safeParse(reply.data).data : undefined
  if (found) return { kind: 'known', ...found }
  const undone = 'nothing was changed'
  const subject = { host: new URL(apiUrl).host, repository: 'your account', undone, unsure: undone }
  const { kind, message } = trouble(reply, subject, Date.now())
  return { kind: kind === 'bad-credentials' || kind === 'forbidden' ? 'refused' : 'unreachable', message }
}
