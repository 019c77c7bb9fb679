import { list } from '../../../core/gates/words.ts'
import type { Context } from '../provider.ts'
import { Halt } from './halt.ts'
import type { Seen } from './seen.ts'
import type { Question, Site } from './site.ts'

/** How long a command that outlived its deployment may go on while the next one waits for it. */
const longestMs = 5 * 60_000
const lookEveryMs = 5_000

/** A look at the hosts when nothing of an earlier deployment runs there any more: its cap may be gone, its commands not. */
export async function freeHosts(
  site: Pick<Site, 'look'>,
  question: Question,
  context: Pick<Context, 'log' | 'now' | 'sleep'>,
): Promise<Seen> {
  const since = context.now()
  let told = false
  for (;;) {
    const seen = await site.look(question)
    const busy = busyIn(seen)
    if (busy === '') return seen
    if (context.now() - since > longestMs)
      throw new Halt(`a command of an earlier deployment still runs on ${busy}; end it there, then retry`)
    if (!told) await context.log(`waits for a command of an earlier deployment on ${busy}`)
    told = true
    await context.sleep(lookEveryMs)
  }
}

/** Hosts with the processes there; empty when none is busy. */
export function busyIn({ hosts }: Pick<Seen, 'hosts'>): string {
  const busy = hosts.filter(({ running }) => running.length > 0)
  return list(busy.map(({ name, running }) => `${name} (process ${running.join(' ')})`))
}
