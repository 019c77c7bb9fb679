import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { afterEach, expect, test } from '@jest/globals'
import pino from 'pino'
import { createShell } from '../../../scripts/adapters/shell.ts'
import { startRobot } from '../../../scripts/robot.ts'
import { answered } from '../memory-chat.ts'

/** What a terminal would show after these bytes: enough of its language for what readline says. */
class Screen extends Writable {
  readonly isTTY = true
  readonly columns = 80
  #rows = ['']
  #row = 0
  #column = 0

  override _write(chunk: Buffer, _: string, done: () => void): void {
    for (const [token] of chunk.toString().matchAll(/\p{Cc}\[\d*(?:;\d+)?[A-Z]|./gsu)) this.#take(token)
    done()
    this.emit('shown')
  }

  #take(token: string): void {
    const [, count = '', command] = /^\p{Cc}\[(\d*).*([A-Z])$/u.exec(token) ?? []
    if (token === '\n')
      this.#moveTo(this.#row + 1, 0) // as a terminal driver does, in readline's raw mode too
    else if (token === '\r') this.#moveTo(this.#row, 0)
    else if (command === 'G') this.#moveTo(this.#row, Number(count || 1) - 1)
    else if (command === 'A') this.#moveTo(this.#row - Number(count || 1), this.#column)
    else if (command === 'J') this.#rows = [...this.#rows.slice(0, this.#row), this.#before()]
    else if (command === 'K') this.#rows[this.#row] = this.#before()
    else if (command === undefined) this.#put(token)
  }

  #before = () => (this.#rows[this.#row] ?? '').slice(0, this.#column)

  #moveTo(row: number, column: number): void {
    this.#row = row
    this.#column = column
    while (this.#rows.length <= row) this.#rows.push('')
  }

  #put(character: string): void {
    if (this.#column === this.columns) this.#moveTo(this.#row + 1, 0)
    const line = (this.#rows[this.#row] ?? '').padEnd(this.#column)
    this.#rows[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1)
    this.#column += 1
  }

  async shows(text: string): Promise<void> {
    while (this.#rows.join('\n') !== text) await once(this, 'shown')
  }
}

const open: { close(): void }[] = []
afterEach(() => {
  for (const robot of open.splice(0)) robot.close()
})

async function atTerminal() {
  const keys = Object.assign(new PassThrough(), { isTTY: true })
  const screen = new Screen()
  const settled: (readonly string[])[] = []
  let end: (how: string) => void
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  const surface = createShell({
    input: keys,
    output: screen,
    user: 'alice',
    name: 'slip',
    settled: async (requests) => void settled.push(requests),
    ended: (how) => end(how),
    log: pino({ level: 'silent' }),
  })
  const running = await startRobot({
    name: 'slip',
    surface,
    perform: async (text) => (text === 'nothing' ? undefined : answered(`did ${text}`, { request: 'r-1' })),
    redact: (text) => text,
    log: pino({ level: 'silent' }),
  })
  open.push(running)
  running.open()
  return { keys, screen, ended, settled, tell: (text: string) => running.robot.send({ room: 'shell' }, text) }
}

test('there is a prompt, and another one after each answer', async () => {
  const { keys, screen } = await atTerminal()
  await screen.shows('slip> ')
  keys.write('deploy web\r')
  await screen.shows('slip> deploy web\ndid deploy web\nslip> ')
})

test('a message that comes in between leaves the line being typed as it is', async () => {
  const { keys, screen, tell } = await atTerminal()
  keys.write('deploy w')
  await screen.shows('slip> deploy w')
  await tell('webapp is deployed\n  took 3 s')
  await screen.shows('webapp is deployed\n  took 3 s\nslip> deploy w')
  keys.write('eb\r')
  await screen.shows('webapp is deployed\n  took 3 s\nslip> deploy web\ndid deploy web\nslip> ')
})

test('so does one that comes into a line of two rows', async () => {
  const { keys, screen, tell } = await atTerminal()
  const typed = `deploy web because ${'it is long '.repeat(6)}`.padEnd(100, '.')
  keys.write(typed)
  await screen.shows(`slip> ${typed.slice(0, 74)}\n${typed.slice(74)}`)
  await tell('webapp is deployed')
  await screen.shows(`webapp is deployed\nslip> ${typed.slice(0, 74)}\n${typed.slice(74)}`)
})

test('exit waits for what was asked for, and says so', async () => {
  const { keys, screen, ended, settled } = await atTerminal()
  keys.write('deploy web\r')
  await screen.shows('slip> deploy web\ndid deploy web\nslip> ')
  keys.write('exit\r')
  expect(await ended).toBe('end')
  expect(settled).toEqual([['r-1']])
  await screen.shows(
    'slip> deploy web\ndid deploy web\nslip> exit\nI leave when all you asked for is over; Ctrl-C leaves now\n',
  )
})

test('Ctrl-D at an empty prompt leaves', async () => {
  const { keys, screen, ended } = await atTerminal()
  await screen.shows('slip> ')
  keys.write('\u0004')
  expect(await ended).toBe('end')
})

test('Ctrl-C leaves without waiting', async () => {
  const { keys, ended, settled } = await atTerminal()
  keys.write('deploy w\u0003')
  expect(await ended).toBe('interrupt')
  expect(settled).toEqual([])
})
