import type { Writable } from 'node:stream'

export interface Output {
  readonly out: Writable
  readonly err: Writable & { readonly isTTY?: boolean }
}

/** What `slipway do` shows: answers and logs on stdout, where it stands on stderr. */
export interface Screen {
  /** A line of its own on stdout. */
  readonly say: (line: string) => void
  /** A piece of a log, as it comes. */
  readonly log: (text: string) => void
  /** Where it stands: one line that is kept current on a terminal, a line for each news elsewhere. */
  readonly stand: (news: string, elapsedMs: number) => void
  readonly close: () => void
}

const clear = '\r\u001b[K'

export function createScreen({ out, err }: Output): Screen {
  let drawn = false
  let last: string | undefined
  // Nothing is drawn in the middle of a line of the log.
  let atStart = true

  function wipe(): void {
    if (drawn) err.write(clear)
    drawn = false
  }

  return {
    say(line) {
      wipe()
      out.write(`${atStart ? '' : '\n'}${line}\n`)
      atStart = true
    },
    log(text) {
      if (text === '') return
      wipe()
      out.write(text)
      atStart = text.endsWith('\n')
    },
    stand(news, elapsedMs) {
      if (err.isTTY && atStart) {
        err.write(`${clear}${news} (${Math.floor(elapsedMs / 1_000)} s)`)
        drawn = true
      } else if (!err.isTTY && news !== last) err.write(`${news}\n`)
      last = news
    },
    close: wipe,
  }
}
