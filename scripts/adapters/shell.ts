import type { Readable, Writable } from 'node:stream'
import type { Logger } from 'pino'
import { oneLine } from '../../core/chat/one-line.ts'
import { renderText } from '../../core/chat/render-text.ts'
import { commandIn } from '../command-in.ts'
import type { Surface } from '../surface.ts'
import { type LineIo, longestLine } from './shell/line-io.ts'
import { pipe } from './shell/pipe.ts'
import { ShellAdapter } from './shell/shell-adapter.ts'
import { terminal } from './shell/terminal.ts'

export interface ShellOptions {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Writable & { readonly isTTY?: boolean }
  /** Who types. */
  readonly user: string
  /** What the prompt shows: the robot's name. */
  readonly name: string
  /** Asked before the robot is; what it answers is all that is said to that line. */
  readonly extra?: (command: string) => Promise<string | undefined>
  /** Resolves when all these requests are over and everything about them has been told. */
  readonly settled: (requests: readonly string[]) => Promise<void>
  /** The process has no more to do for its input: it ended (`end`), or somebody pressed Ctrl-C (`interrupt`). */
  readonly ended: (how: 'end' | 'interrupt') => void
  readonly log: Logger
}

/**
 * A surface of lines: a terminal with a prompt, or a pipe whose lines are dealt with in order. Each line counts as said
 * to the robot. The end of input ends the process only if a line came, and only when all that was asked for is over;
 * an input that is empty from the start (a service's /dev/null) changes nothing.
 */
export function createShell({ input, output, user, name, extra, settled, ended, log }: ShellOptions): Surface {
  const io: LineIo =
    input.isTTY === true && output.isTTY === true
      ? terminal({ input, output, prompt: `${name}> `, interrupted: () => ended('interrupt') })
      : pipe(input, output)
  const requests = new Set<string>()
  let adapter: ShellAdapter | undefined

  let readers = true
  output.on('error', (err) => {
    if (readers) log.warn({ err }, 'nobody reads the chat output any more')
    readers = false
  })

  async function converse(shell: ShellAdapter): Promise<void> {
    const lines = await answerLines(shell)
    if (shell.closed) return
    // A person who leaves the prompt at once means it; a service was merely started without an input.
    if (lines === 0 && !io.interactive) {
      log.info('there is no input: the shell only shows what happens')
      return
    }
    if (io.interactive && requests.size > 0) await io.print('I leave when all you asked for is over; Ctrl-C leaves now')
    await settled([...requests])
    ended('end')
  }

  /** How many lines came. */
  async function answerLines(shell: ShellAdapter): Promise<number> {
    let count = 0
    try {
      for await (const line of io.lines()) {
        count += 1
        const command = commandIn(line.text, shell.robot) ?? line.text.trim()
        if (command === 'exit') break
        if (line.cut) await io.print(tooLong)
        else if (command !== '') await answerLine(shell, command)
      }
    } catch (err) {
      if (!shell.closed) log.warn({ err }, 'the input broke off; I take that as its end')
    }
    return count
  }

  async function answerLine(shell: ShellAdapter, command: string): Promise<void> {
    const told = await extra?.(command).catch((err: unknown) => {
      log.error({ err }, 'a command of the shell broke')
      return `That broke on my side: ${oneLine(String(err))}`
    })
    if (told === undefined) await shell.say(command, user)
    else await io.print(told)
  }

  return {
    name: 'shell',
    adapter: {
      use(robot) {
        adapter = new ShellAdapter(robot, io)
        return adapter
      },
    },
    render: renderText,
    showsEverything: true,
    asked: (request) => void requests.add(request),
    open() {
      if (!adapter) throw new TypeError('the shell is opened before its robot was started')
      converse(adapter).catch((err: unknown) => {
        log.error({ err }, 'the shell broke; it takes no more lines')
        ended('end')
      })
    },
  }
}

const tooLong = `That line is longer than ${longestLine} characters, so I did nothing: say it shorter`
