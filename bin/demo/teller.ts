import { styleText } from 'node:util'
import type { Writable } from 'node:stream'
import { wrap } from './wrap.ts'

export type Speaker = 'alice' | 'bob' | 'slip' | 'github' | 'worker' | 'world'

/** Where the story is told: a stream, which may be a terminal. */
export type Audience = Writable & {
  readonly isTTY?: boolean
  readonly columns?: number
  /** Of a terminal: false with NO_COLOR and on terminals without colours. */
  readonly hasColors?: () => boolean
}

/** Writes the lines of the story. */
export interface Teller {
  /** A line of somebody; more lines of a text are indented below its first. */
  tells(who: Speaker, text: string): void
  caption(text: string): void
  /** A line that nobody in the story says. */
  aside(text: string): void
}

const people: readonly Speaker[] = ['alice', 'bob', 'slip']
const colours = {
  alice: 'cyan',
  bob: 'magenta',
  slip: 'green',
  github: 'gray',
  worker: 'gray',
  world: 'yellow',
} as const satisfies { [who in Speaker]: string }
const indent = ' '.repeat(9) // the longest name, its sign and a blank

export function createTeller(out: Audience): Teller {
  const colourful = out.isTTY === true && out.hasColors?.() === true
  const styled = (style: Parameters<typeof styleText>[0], text: string) => (colourful ? styleText(style, text) : text)
  const write = (line: string) => void out.write(`${line}\n`)
  const width = () => (out.isTTY === true ? (out.columns ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY)

  return {
    tells(who, text) {
      const name = `${who} ${people.includes(who) ? '›' : '·'}`.padEnd(indent.length)
      const [first = '', ...more] = wrap(text, width() - indent.length)
      write(`${styled(colours[who], name)}${first}`)
      for (const line of more) write(`${indent}${line}`)
    },
    caption: (text) => write(`\n${styled('bold', text)}`),
    aside: (text) => write(text),
  }
}
