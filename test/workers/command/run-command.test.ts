import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isAlive, pidsIn } from './processes.ts'
import { tryCommand, tryScript } from './try-command.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('a command that ends by itself', () => {
  test('is reported with its exit code', async () => {
    const { ended, said } = tryScript('echo hello; echo oops >&2; exit 7')
    expect(await ended).toEqual({ code: 7 })
    expect(said).toEqual({ out: 'hello\n', err: 'oops\n', notes: [] })
  })

  test('is reported with the signal that ended it', async () => {
    expect(await tryScript('kill -SEGV $$').ended).toEqual({ signal: 'SIGSEGV' })
  })

  test('can write to /dev/stderr and /dev/stdout, which need real pipes', async () => {
    const { ended, said } = tryScript('echo a > /dev/stdout; echo b > /dev/stderr')
    expect(await ended).toEqual({ code: 0 })
    expect(said).toMatchObject({ out: 'a\n', err: 'b\n' })
  })

  test('sees its environment, SLIPWAY_RUN and nothing of the worker or the watcher', async () => {
    const wild = 'a "b" \'c\' $(touch /tmp/x) `id` ${HOME}\nsecond line ä'
    const { ended, said, run } = tryCommand([process.execPath, '-e', 'console.log(JSON.stringify(process.env))'], {
      env: { WILD: wild, EMPTY: '' },
    })
    await ended
    expect(JSON.parse(said.out)).toEqual({ WILD: wild, EMPTY: '', SLIPWAY_RUN: run })
  })

  test('gets its arguments as they are', async () => {
    const args = ['$(id)', '`id`', 'a b', '"', "'", '-x', '*', 'two\nlines', '']
    const { ended, said } = tryCommand([
      process.execPath,
      '-e',
      'console.log(JSON.stringify(process.argv.slice(1)))',
      '--',
      ...args,
    ])
    await ended
    expect(JSON.parse(said.out)).toEqual(args)
  })

  test('finds stdin empty, or what it was given', async () => {
    const empty = tryScript('wc -c')
    await empty.ended
    expect(empty.said.out.trim()).toBe('0')
    const given = tryScript('cat', { stdin: '{"a":1}' })
    await given.ended
    expect(given.said.out).toBe('{"a":1}')
    expect(await tryScript('exit 0', { stdin: 'x'.repeat(1_000_000) }).ended).toEqual({ code: 0 })
  })

  test('holds its output only as stdout and stderr, so that a daemon can let go of it', async () => {
    const { ended, said } = tryScript('for fd in /proc/$$/fd/*; do readlink $fd; done')
    await ended
    const pipes = said.out.split('\n').filter((link) => link.includes('slipway-pipes'))
    expect(pipes.length).toBe(new Set(pipes).size)
    expect(pipes.length).toBe(2)
  })

  test('shows no secret of its environment in the list of processes', async () => {
    const { ended, said } = tryScript('cat /proc/$PPID/cmdline /proc/$$/cmdline; cat /proc/$PPID/environ', {
      env: { PATH: process.env['PATH'] ?? '', TOKEN: 'hunter2' },
    })
    await ended
    expect(said.out).toContain('watcher')
    expect(said.out).not.toContain('hunter2')
  })

  test('may leave a daemon that holds its output: the run does not wait for it', async () => {
    const { ended, said } = tryScript('sleep 60 & echo "daemon $!"')
    expect(await ended).toEqual({ code: 0 })
    expect(said.notes).toEqual(['left a process behind that still holds its output'])
    const [daemon = 0] = pidsIn(said.out)
    expect(isAlive(daemon)).toBe(true)
    process.kill(daemon, 'SIGKILL')
  })

  test('may leave a daemon that goes on talking', async () => {
    const { ended, said } = tryScript('(while sleep 0.1; do echo talk; done) & echo "daemon $!"')
    expect(await ended).toEqual({ code: 0 })
    process.kill(pidsIn(said.out)[0] ?? 0, 'SIGKILL')
  })

  test('is read to the end although the log is slow', async () => {
    let bytes = 0
    const { ended } = tryScript('head -c 300000 /dev/zero', {
      async onOutput(chunk) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        bytes += chunk.length
      },
    })
    expect(await ended).toEqual({ code: 0 })
    expect(bytes).toBe(300_000)
  })
})

describe('a command that cannot be started says why', () => {
  test.each([
    ['not in PATH', ['no-such-program'], /no-such-program was not found in PATH/],
    ['not there', ['/no/such/program'], /\/no\/such\/program is not there/],
    ['not executable', ['/etc/passwd'], /\/etc\/passwd is not executable/],
    ['impossible', ['echo', 'a\0b'], /echo could not be started: .*null bytes/],
  ])('%s', async (_why, command, sentence) => {
    expect((await tryCommand(command).ended).notStarted).toMatch(sentence)
  })

  test('no interpreter', async () => {
    const script = join(folder, 'script')
    await writeFile(script, '#!/no/such/interpreter\n', { mode: 0o755 })
    expect((await tryCommand([script]).ended).notStarted).toMatch(/the interpreter in its first line/)
  })

  test('no folder', async () => {
    expect((await tryCommand(['true'], { cwd: '/no/such/folder' }).ended).notStarted).toBe(
      'the folder /no/such/folder is not there',
    )
  })
})

describe('a command that is stopped', () => {
  test('is asked with TERM and may end well', async () => {
    const command = tryScript('trap "echo bye; exit 3" TERM; echo ready; while :; do sleep 0.05; done')
    await command.saying('ready')
    command.cancel()
    expect(await command.ended).toEqual({ code: 3, stopped: { kind: 'cancel', by: 'alice' } })
    expect(command.said.out).toBe('ready\nbye\n')
    expect(command.said.notes).toEqual(['asked it to stop (TERM)'])
  })

  test('is killed after the grace when it does not hear TERM', async () => {
    const command = tryScript('trap "" TERM; echo ready $$; while :; do sleep 1; done', { graceMs: 300 })
    await command.saying('ready')
    command.cancel()
    expect(await command.ended).toEqual({ signal: 'SIGKILL', stopped: { kind: 'cancel', by: 'alice' } })
    expect(command.said.notes).toEqual(['asked it to stop (TERM)', 'killed it after 0.3 s'])
    expect(pidsIn(command.said.out).filter(isAlive)).toEqual([])
  })

  test('goes with its children, its strays in other sessions, and what stands still', async () => {
    const command = tryScript(
      'sleep 300 & setsid sleep 300 & a=$!; (trap "" TERM; setsid bash -c "trap : TERM; while :; do sleep 1; done" & echo $!);' +
        ' sleep 300 & kill -STOP $!; echo $(pgrep -P $$) $a ready; wait',
      { graceMs: 500 },
    )
    await command.saying('ready')
    const pids = pidsIn(command.said.out)
    expect(pids.length).toBeGreaterThanOrEqual(4)
    command.cancel()
    expect((await command.ended).stopped).toEqual({ kind: 'cancel', by: 'alice' })
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('is interrupted where that is wanted, so that it can tidy up', async () => {
    const command = tryScript('trap "echo tidied; exit 3" INT; echo ready; while :; do sleep 0.1; done', {
      stopSignal: 'SIGINT',
    })
    await command.saying('ready')
    command.cancel()
    expect(await command.ended).toEqual({ code: 3, stopped: { kind: 'cancel', by: 'alice' } })
    expect(command.said).toMatchObject({ out: 'ready\ntidied\n', notes: ['asked it to stop (INT)'] })
  })

  test('is asked again with TERM when it does not hear INT, and killed when it hears neither', async () => {
    const hears = async (traps: string) => {
      const command = tryScript(`${traps}; echo ready; while :; do sleep 0.1; done`, {
        stopSignal: 'SIGINT',
        graceMs: 600,
      })
      await command.saying('ready')
      command.cancel()
      return { ended: await command.ended, notes: command.said.notes }
    }
    const stopped = { kind: 'cancel', by: 'alice' }
    const asked = ['asked it to stop (INT)', 'asked it again (TERM) after 0.3 s']
    expect(await hears('trap "" INT')).toEqual({ ended: { signal: 'SIGTERM', stopped }, notes: asked })
    expect(await hears('trap "" INT TERM')).toEqual({
      ended: { signal: 'SIGKILL', stopped },
      notes: [...asked, 'killed it after 0.6 s'],
    })
  })

  test('is stopped after its whole time', async () => {
    const { ended, said } = tryScript('while :; do echo busy; sleep 0.05; done', { timeoutMs: 400, silenceMs: 10_000 })
    expect(await ended).toEqual({ signal: 'SIGTERM', stopped: { kind: 'timeout' } })
    expect(said.out).toContain('busy')
  })

  test('is stopped after its silence, not before', async () => {
    const { ended, said } = tryScript('for i in 1 2 3 4 5 6; do echo $i; sleep 0.3; done; sleep 60', {
      silenceMs: 1_500,
    })
    expect(await ended).toEqual({ signal: 'SIGTERM', stopped: { kind: 'silence' } })
    expect(said.out).toContain('6')
  })

  test('is not started at all when the stop came first', async () => {
    const signal = AbortSignal.abort({ kind: 'shutdown' })
    expect(await tryScript('echo started', { signal }).ended).toEqual({ stopped: { kind: 'shutdown' } })
  })

  test('is stopped when its log fails, and the failure is told', async () => {
    const { ended } = tryScript('echo $$; sleep 60', {
      onOutput: async () => {
        throw new Error('the log could not be written')
      },
    })
    await expect(ended).rejects.toThrow('the log could not be written')
  })
})

test('a command does not survive the death of its watcher', async () => {
  const command = tryScript('echo $PPID $$; sleep 60')
  await command.saying('\n')
  const [watcher = 0, pid = 0] = pidsIn(command.said.out)
  process.kill(watcher, 'SIGKILL')
  await expect(command.ended).rejects.toThrow('the watcher of the command died')
  expect(isAlive(pid)).toBe(false)
})

test('the watcher does not mind the signals of a terminal or a service manager', async () => {
  const command = tryScript(
    'echo $PPID ready; read -t 1; for s in TERM INT HUP; do kill -$s $PPID; done; sleep 0.2; echo done',
  )
  expect(await command.ended).toEqual({ code: 0 })
  expect(command.said.out).toContain('done')
})

test('100 MB of output arrive whole, in flat memory', async () => {
  let bytes = 0
  let peak = 0
  const before = process.memoryUsage().rss
  const { ended } = tryScript('yes "a line of output from a busy deploy" | head -c 100000000', {
    async onOutput(chunk) {
      bytes += chunk.length
      peak = Math.max(peak, process.memoryUsage().rss)
    },
  })
  expect(await ended).toEqual({ code: 0 })
  expect(bytes).toBe(100_000_000)
  expect(peak - before).toBeLessThan(64e6)
})
