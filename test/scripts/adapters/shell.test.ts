import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from '@jest/globals'

const program = join(import.meta.dirname, '../fixtures/shell-program.ts')
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

/** A running shell; `said` resolves when its output, or its log, has come to match. */
function start(stdin: 'pipe' | number, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: [stdin, 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  children.push(child)
  const chat = collected(child.stdout)
  const log = collected(child.stderr)
  const exit = once(child, 'close').then(([code]: unknown[]) => code)
  return {
    child,
    chat,
    log,
    exit,
    type: (text: string) => child.stdin?.write(text),
    end: (text = '') => child.stdin?.end(text),
  }
}

function collected(stream: Readable | null) {
  let text = ''
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return {
    all: () => text,
    async matches(pattern: RegExp) {
      while (!pattern.test(text)) if (stream) await once(stream, 'data')
    },
  }
}

describe('lines from a pipe', () => {
  test('are answered in order, each before the next is read, without a prompt', async () => {
    const { chat, exit, end } = start('pipe')
    end('slow\ndeploy webapp\n@slip: who am i\nslip who am i\n\n   \nsandbox commit on main')
    expect(await exit).toBe(0)
    expect(chat.all().split('\n')).toEqual([
      'ready',
      'thinking',
      'thought',
      'webapp is on its way',
      'shell:alice',
      'shell:alice',
      'the sandbox did sandbox commit on main',
      'ended: end',
      '',
    ])
  })

  test('that say the same are two messages', async () => {
    const { chat, exit, end } = start('pipe')
    end('message\nmessage\n')
    await exit
    const [, one, other] = chat.all().split('\n')
    expect(one).toMatch(/^[0-9a-f-]{36}$/)
    expect(other).toMatch(/^[0-9a-f-]{36}$/)
    expect(one).not.toBe(other)
  })

  test('that are too long are refused, and the next one works', async () => {
    const { chat, exit, end } = start('pipe')
    end(`deploy ${'x'.repeat(200_000)}\nwho am i\n`)
    await exit
    expect(chat.all().split('\n').slice(1, 3)).toEqual([
      'That line is longer than 10000 characters, so I did nothing: say it shorter',
      'shell:alice',
    ])
  })

  test('end with exit: what comes after is not read', async () => {
    const { chat, exit, type } = start('pipe')
    type('who am i\nexit\nwho am i\n')
    expect(await exit).toBe(0)
    expect(chat.all()).toBe('ready\nshell:alice\nended: end\n')
  })
})

describe('the end of input', () => {
  test('ends the process only when what was asked for is over and told', async () => {
    const { child, chat, log, exit, end } = start('pipe', { SETTLE: 'on-signal' })
    end('deploy webapp\n')
    await log.matches(/"requests":\["r-webapp"\].*waiting/)
    expect(chat.all()).toBe('ready\nwebapp is on its way\n')
    child.kill('SIGUSR2')
    expect(await exit).toBe(0)
    expect(chat.all()).toBe('ready\nwebapp is on its way\nwebapp is deployed\nended: end\n')
  })

  test.each(['/dev/null', 'a closed pipe'])('keeps the process running when no line came: %s', async (kind) => {
    const stdin = kind === '/dev/null' ? openSync('/dev/null', 'r') : 'pipe'
    const { child, chat, log, end } = start(stdin)
    if (typeof stdin === 'number') closeSync(stdin)
    end()
    await log.matches(/no input/)
    child.kill('SIGUSR2')
    await chat.matches(/webapp is deployed/)
    expect(chat.all()).toBe('ready\nwebapp is deployed\n')
  })
})
