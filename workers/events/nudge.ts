import { z } from 'zod'
import { tryStart } from '../waits.ts'
import type { Desk } from './desk.ts'

const body = z.object({ wait: z.string() })

/** A look of our own at a command that waits. */
export async function nudge(data: unknown, desk: Desk): Promise<void> {
  await tryStart(desk, body.parse(data).wait)
}
