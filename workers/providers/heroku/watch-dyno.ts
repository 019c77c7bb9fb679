import type { Context } from '../provider.ts'
import type { Site } from './api/connect.ts'
import { dynoShape } from './api/shapes.ts'
import { readAppLog } from './output/app-log.ts'
import { dynoLine } from './output/dyno-log.ts'
import { createLastLines } from './output/last-lines.ts'

/** What Heroku's log keeps at most. */
const lines = 1_500
const pollMs = 2_000
/** The line with the exit code comes some seconds after the dyno is gone. */
const looksAfterEnd = 6
const running: ReadonlySet<string> = new Set(['starting', 'up', 'idle'])

interface DynoEnd {
  /** Undefined when Heroku did not tell. */
  readonly code: number | undefined
  /** Its last lines as the end of a sentence. */
  readonly said: string
}

/** Brings what a one-off dyno prints into the log, until Heroku tells its exit code or the dyno has been gone for a while. */
export async function watchDyno(dyno: string, site: Site, context: Context): Promise<DynoEnd> {
  const lastLines = createLastLines()
  const output = context.output((line) => lastLines.hear(line))
  let first: string | undefined
  let passed = 0

  /** Each session begins with the past: what was passed on before is left out, as long as the log still begins with it. */
  async function read(tail: boolean): Promise<number | undefined> {
    let at = 0
    let skip = 0
    for await (const line of readAppLog({ dyno, lines, tail }, site, context)) {
      const told = dynoLine(line, dyno)
      if (told === undefined) continue
      if (at === 0) skip = line === first ? passed : 0
      if (at === 0) first = line
      at += 1
      if (at > skip) {
        passed = at
        await output.write(Buffer.from(`${told.text}\n`))
      }
      if (told.exit !== undefined) return told.exit
    }
    return undefined
  }

  async function untilExit(): Promise<number | undefined> {
    for (let looks = 0; looks < looksAfterEnd; ) {
      const there = await site.client.find(`${site.path}/dynos/${dyno}`, dynoShape)
      const runs = there !== undefined && running.has(there.state ?? 'up')
      const code = await read(runs)
      if (code !== undefined) return code
      if (!runs) looks += 1
      await context.sleep(pollMs)
    }
    return undefined
  }

  try {
    const code = await untilExit()
    await output.end()
    return { code, said: lastLines.said() }
  } finally {
    await output.end()
  }
}
