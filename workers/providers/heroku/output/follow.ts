import type { Context } from '../../provider.ts'
import { concealLink } from './conceal-link.ts'
import { createLastLines } from './last-lines.ts'
import { readOutput } from './read-output.ts'

/** Something on Heroku that goes on for a while and tells of it: a build, a release. */
interface Telling {
  readonly status: string
  readonly output_stream_url?: string | null | undefined
}

export interface Followed<T extends Telling> {
  readonly first: T
  /** Asks the API where it stands. */
  readonly look: () => Promise<T>
  /** Bytes of its output that the log has already. */
  readonly read: number
  /** Keeps how much of it the log has. */
  readonly keep: (read: number) => Promise<void>
}

interface Ended<T> {
  readonly state: T
  /** Its last lines as the end of a sentence. */
  readonly said: string
}

/** Silent builds are common, dead connections too: the output is opened anew, and the API asked in between. */
const idleMs = 20_000
const idleAfterEndMs = 5_000
const mostVainReads = 3
const keepEveryMs = 2_000
const pollMs = 1_000
const slowestPollMs = 5_000

/**
 * Brings its output into the log while it comes, and resolves when it is over and read to its end. That the output ends
 * means nothing: what the API says is the verdict.
 */
export async function follow<T extends Telling>(
  { first, look, read, keep }: Followed<T>,
  context: Context,
): Promise<Ended<T>> {
  const lastLines = createLastLines()
  const output = context.output((line) => lastLines.hear(line))
  let state = first
  let passed = read
  let lineEnd = read
  let settled = read
  let keptAt = context.now()

  async function take(chunk: Buffer): Promise<void> {
    await output.write(chunk)
    const feed = chunk.lastIndexOf('\n')
    if (feed !== -1) lineEnd = passed + feed + 1
    passed += chunk.length
    if (context.now() - keptAt < keepEveryMs) return
    // What was passed on a turn ago is surely stored: after a crash a line may come twice, but none is lost.
    await keep(settled)
    settled = lineEnd
    keptAt = context.now()
  }

  async function readOn(url: string | null | undefined, idle: number): Promise<'whole' | 'broken'> {
    if (!url) return 'whole'
    concealLink(context, url)
    return readOutput({ url, skip: passed, idleMs: idle, signal: context.signal, take })
  }

  try {
    for (let silent = 0, vain = 0; ; ) {
      const over = state.status !== 'pending'
      const before = passed
      const end = await readOn(state.output_stream_url, over ? idleAfterEndMs : idleMs)
      silent = passed > before ? 0 : silent + 1
      // An end that looks regular may be a cut: it was the end when nothing more comes after it.
      if (over && silent > 0 && (end === 'whole' || ++vain === mostVainReads)) {
        await output.end()
        if (end === 'broken') await context.log('Heroku gives out no more of this output; its end may be missing here')
        return { state, said: lastLines.said() }
      }
      if (!over) state = await look()
      if (end === 'broken' || state.status === 'pending')
        await context.sleep(Math.min(pollMs * (1 + silent / 2), slowestPollMs))
    }
  } finally {
    await output.end()
  }
}
