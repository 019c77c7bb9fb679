import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { builtProgram } from './built-program.ts'

const limitMs = 100_000 // each of them takes a quarter of it; a busy machine may need more
let dir = ''

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'slipway-test-demo-'))
})
afterAll(() => rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

/** The program as a child, with nothing of this machine's configuration. */
const slipway = (word: string, env: { readonly [name: string]: string } = {}) =>
  execa('node', [builtProgram('bin/slipway'), word], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', TMPDIR: dir, PORT: '0', ...env },
    extendEnv: false,
    reject: false,
    timeout: limitMs,
  })

const leftBehind = async () => (await readdir(dir)).filter((name) => name.startsWith('slipway-demo-'))

describe('slipway demo', () => {
  let told = ''

  /** The lines of one act that begin like this. */
  function saidIn(act: number, who: string): string[] {
    const lines = told.split(/^\d {2}/m)[act]?.split('\n') ?? []
    return lines.filter((line) => line.startsWith(who))
  }

  test(
    'plays five acts, ends well and leaves nothing behind',
    async () => {
      const ran = await slipway('demo')
      told = ran.stdout
      expect({ code: ran.exitCode, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' })
      const captions = told.split('\n').filter((line) => /^\d {2}/.test(line))
      expect(captions.map((line) => /^\d {2}[^:]*/.exec(line)?.[0])).toEqual([
        '1  A deploy',
        '2  A red commit',
        '3  A branch behind main',
        '4  Two deploys at once to one target',
        '5  A cancel',
      ])
      expect(await leftBehind()).toEqual([])
    },
    limitMs,
  )

  test('everybody says what is theirs to say, and slip says where it stands', () => {
    for (const who of ['alice ›', 'bob ›', 'slip ›', 'github ·', 'worker ·', 'world ·']) {
      expect(told.split('\n').filter((line) => line.startsWith(who))).not.toEqual([])
    }
    const slip = told.split('\n').filter((line) => line.startsWith('slip ›'))
    expect(slip.filter((line) => !line.includes('[sandbox]'))).toEqual([])
    expect(told).not.toMatch(/[{}]|"level"|\b[0-9a-f]{40}\b|\p{Emoji_Presentation}/u)
  })

  test('each act shows what it is about', () => {
    expect(saidIn(1, 'world ·').at(0)).toContain('staging serves nothing yet')
    expect(saidIn(1, 'world ·').at(-1)).toContain('production serves webapp 1')
    expect(saidIn(2, 'slip ›').join('\n')).toMatch(/not green: .*ci\/test/)
    expect(saidIn(2, 'alice ›').join()).toContain('deploy! webapp/fix-prices')
    expect(saidIn(3, 'github ·').join('\n')).toContain('202 Auto-merged main into search-box')
    expect(saidIn(3, 'slip ›').join('\n')).toMatch(/waits for the checks[^]*is green: deploying it/)
    expect(saidIn(4, 'slip ›').join('\n')).toMatch(/waits in line[^]*is out[^]*is out[^]*is out/)
    expect(saidIn(5, 'slip ›').join('\n')).toContain('cancelled by alice')
    expect(
      saidIn(5, 'world ·')
        .at(-1)
        ?.replace(/^.*serves/, ''),
    ).toBe(
      saidIn(4, 'world ·')
        .find((line) => line.includes('webapp'))
        ?.replace(/^.*serves/, ''),
    )
  })

  test(
    'the three things it says to type next work',
    async () => {
      const [first, ...lines] = [...told.matchAll(/^ {2}(\S.*?) {2,}\S/gm)].map(([, typed = '']) => typed)
      expect(first).toBe('npm start')
      expect(lines).toHaveLength(2)
      const running = slipway('start', { DATA_DIR: join(dir, 'data'), USER: 'alice' })
      running.stdin?.end(`${lines.join('\n')}\n`)
      const { exitCode, stdout } = await running
      expect(stdout).toMatch(/webapp\/main@\w{7} to staging is out/)
      expect(stdout).toMatch(/the new branch fix-login .* ci\/test is pending/)
      expect(exitCode).toBe(0)
    },
    limitMs,
  )

  test(
    'whoever leaves early leaves nothing behind',
    async () => {
      const running = slipway('demo')
      const heard = new Promise<void>((resolve) => {
        running.stdout.on('data', (text: Buffer) => text.includes('is out after') && resolve())
      })
      await heard
      running.kill('SIGINT')
      expect((await running).exitCode).toBe(130)
      expect(await leftBehind()).toEqual([])
    },
    limitMs,
  )
})
