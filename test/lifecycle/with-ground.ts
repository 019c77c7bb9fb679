import { type Ground, layGround } from './ground.ts'
import { type Program, startProgram } from './program.ts'

/** What a test stands on, and what it starts there. */
export interface Play {
  readonly ground: Ground
  /** Runs when the test is over; what was opened last is closed first. */
  readonly later: (close: () => Promise<unknown>) => void
  /** `slipway start` with these roles, all of them without any. It is gone when the test is over. */
  readonly starts: (env: { readonly [name: string]: string }, roles?: readonly string[]) => Program
}

/** For tests that wait more than they work and run side by side: each closes for itself what it opened. */
export async function withGround(tell: (play: Play) => Promise<void>): Promise<void> {
  const closing: (() => Promise<unknown>)[] = []
  const later = (close: () => Promise<unknown>) => void closing.unshift(close)
  try {
    const ground = await layGround()
    later(() => ground.close())
    await tell({
      ground,
      later,
      starts(env, roles) {
        const program = startProgram(env, roles)
        later(() => {
          program.signal('SIGKILL')
          return program.gone
        })
        return program
      },
    })
  } finally {
    for (const close of closing) await close()
  }
}
