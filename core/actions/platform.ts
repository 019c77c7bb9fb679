import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Store } from '../engine/engine.ts'
import { snapshot } from '../records/snapshot.ts'
import type { Ports } from './ports.ts'

/** What only the platform knows of a target: what is live there, or what the running app has logged. */
export const platformQuestion = z.object({
  event: z.literal('question'),
  id: z.string(),
  about: z.enum(['current', 'logs']),
  app: z.string(),
  environment: z.string(),
})
export type PlatformQuestion = z.infer<typeof platformQuestion>

export const platformAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('current'), snapshot }),
  z.object({ kind: z.literal('logs'), lines: z.array(z.string()).readonly() }),
  /** The provider has no way of telling. */
  z.object({ kind: z.literal('cannot') }),
  z.object({ kind: z.literal('failed'), why: z.string() }),
])
export type PlatformAnswer = z.infer<typeof platformAnswer>

const answerMs = 30_000
const lookMs = 100
const keptMs = 10 * 60_000

const keyOf = (id: string) => `answers/${id}`

/** Asks whichever worker is free: only workers have the providers' credentials. Undefined when none answered. */
export async function askPlatform(
  { engine }: Pick<Ports, 'engine'>,
  asked: Pick<PlatformQuestion, 'about' | 'app' | 'environment'>,
): Promise<PlatformAnswer | undefined> {
  const id = randomBytes(12).toString('hex')
  await engine.queues.events.add(`x-${id}`, { event: 'question', id, ...asked })
  const until = performance.now() + answerMs
  while (performance.now() < until) {
    const answer = await engine.store.get(keyOf(id))
    if (answer) return platformAnswer.parse(answer.value)
    await pause(lookMs)
  }
  return undefined
}

/** The worker's half. */
export async function answerQuestion(store: Store, id: string, answer: PlatformAnswer): Promise<void> {
  await store.put(keyOf(id), answer, { expiresInMs: keptMs })
}
