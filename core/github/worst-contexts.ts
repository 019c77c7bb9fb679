import { z } from 'zod'
import type { CheckContext } from './github.ts'

const shape = z.object({ context: z.string(), state: z.string() })

const good = new Set(['success', 'neutral', 'skipped'])
const open = new Set(['expected', 'pending', 'queued', 'in_progress', 'requested', 'waiting'])

const badness = (state: string) => (good.has(state) ? 0 : open.has(state) ? 1 : 2)

/** Each context once, in the order they came, with its worst state: GitHub lists a status and a check run of one name twice. */
export function worstContexts(listed: readonly unknown[]): CheckContext[] {
  const worst = new Map<string, CheckContext>()
  for (const item of listed) {
    const context = shape.safeParse(item).data
    if (!context) continue
    const known = worst.get(context.context)
    if (!known || badness(context.state) > badness(known.state)) worst.set(context.context, context)
  }
  return [...worst.values()]
}
