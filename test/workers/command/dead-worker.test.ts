import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { isAlive, pidsIn, untilDead } from './processes.ts'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const worker = fileURLToPath(new URL('play-worker.ts', import.meta.url))

function playWorker(script: string, heartbeatMs = 10_000) {
  const child = spawn(process.execPath, ['--import', tsx, worker, script, String(heartbeatMs)], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  return {
    child,
    said: () => said,
    gone: once(child, 'close'),
    saying: async (text: string): Promise<string> => {
      while (!said.includes(text)) await once(child.stdout, 'data')
      return said
    },
  }
}

/** The shell, a child of its group, and one in a session of its own; the shell ignores TERM. */
const stubborn = 'trap "" TERM; sleep 300 & a=$!; setsid sleep 300 & echo $$ $a $! ready; wait; sleep 300'

describe('a command does not outlive its worker', () => {
  test('killed with -9: everything is gone well within the lease', async () => {
    const { child, saying, gone } = playWorker(stubborn)
    const pids = pidsIn(await saying('ready'))
    expect(pids.filter(isAlive)).toEqual(pids)
    const killed = performance.now()
    child.kill('SIGKILL')
    await Promise.all(pids.map(untilDead))
    expect(performance.now() - killed).toBeLessThan(10_000)
    await gone
  })

  test('frozen: no beat comes, the watcher stops the command, and the worker hears of it when it goes on', async () => {
    const { child, saying, said, gone } = playWorker(stubborn, 800)
    const pids = pidsIn(await saying('ready'))
    child.kill('SIGSTOP')
    await Promise.all(pids.map(untilDead))
    child.kill('SIGCONT')
    await gone
    expect(said()).toContain('# the worker stood still, so its watcher stops the command')
    expect(said()).toContain('ended {"signal":"SIGKILL","stopped":{"kind":"lease"}}')
  })

  test('beating: it runs on, far longer than a beat is waited for', async () => {
    const { said, gone } = playWorker('sleep 3; echo done', 1_500)
    await gone
    expect(said()).toBe('done\nended {"code":0}\n')
  })
})
