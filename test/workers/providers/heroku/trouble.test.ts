import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { heroku } from '../../../../workers/providers/heroku/index.ts'
import type { Finding } from '../../../../workers/providers/provider.ts'
import { type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
beforeEach(async () => {
  bench = await setUpHeroku()
})
afterEach(() => bench.tidy())

const buildPost = /^POST \/apps\/acme-web\/builds$/

describe('a call that Heroku', () => {
  test.each([429, 503])('answers with %s is made again, later each time', async (status) => {
    bench.platform.fault({ call: /^GET \/apps\/acme-web\/releases$/, how: { status }, times: 6 })
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    const growing = bench.paused.filter((ms) => ms > 300).slice(0, 5)
    expect(growing.every((ms, at) => at === 0 || ms > (growing[at - 1] ?? 0))).toBe(true)
    expect(growing.at(-1)).toBeGreaterThan(5_000)
  })

  test('answers with a time to wait is not made before it is over', async () => {
    bench.platform.fault({ call: /^GET \/apps\/acme-web$/, how: { status: 429, headers: { 'retry-after': '37' } } })
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    expect(Math.max(...bench.paused)).toBe(37_000)
  })

  test.each([429, 503])('refuses with %s while it builds does not fail the build', async (status) => {
    bench.platform.fault({ call: /^GET .*builds\/./, how: { status }, times: 10 })
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
  })
})

test('not more than four calls leave in a second', async () => {
  await bench.deployed()
  expect(bench.paused[0]).toBeGreaterThan(150)
})

test('where the account has few calls left, one leaves every two seconds', async () => {
  bench.platform.remaining = 100
  await bench.deployed()
  expect(bench.paused[1]).toBeGreaterThan(1_900)
})

describe('the request for a build', () => {
  test('whose answer is lost is not made twice', async () => {
    bench.platform.fault({ call: buildPost, how: 'answer lost' })
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    expect(bench.calls(buildPost)).toHaveLength(1)
    expect(bench.app.builds).toHaveLength(1)
  })

  test.each(['call lost', { status: 503 }, { status: 500 }, { status: 429 }] as const)(
    'that never arrived (%j) is made again, though an older build had the same commit',
    async (how) => {
      await bench.deployed()
      bench.platform.fault({ call: buildPost, how })
      expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded', summary: expect.stringContaining('as v3') })
      expect(bench.app.builds).toHaveLength(2)
    },
  )
})

test('a build that nobody knows to have begun is neither a success nor a failure', async () => {
  bench.platform.fault({ call: buildPost, how: { status: 500 }, times: 7 })
  expect(await bench.deployed()).toMatchObject({ outcome: 'unknown' })
})

describe('what is wrong is a sentence with the name of the app:', () => {
  const preflight = async (settings: object) => {
    let findings: Finding[] = []
    await bench.start(async (job, parsed, context) => {
      findings = (await heroku.preflight?.(job, parsed, context)) ?? []
      return { outcome: 'unknown', summary: '' }
    }, settings).ended
    return findings
  }

  test('an app that is not there', async () => {
    expect(await preflight({ app: 'acme-gone' })).toEqual([
      {
        level: 'error',
        text: "Heroku does not find acme-gone, or what was asked of it, with the key in HEROKU_API_KEY; check the name and who may see it (not_found: Couldn't find that app.; request req-1)",
      },
    ])
  })

  test('an app that is closed to the key', async () => {
    bench.platform.fault({ call: /^GET \/apps\/acme-web$/, how: { status: 403 } })
    expect(await preflight({})).toEqual([
      { level: 'error', text: expect.stringMatching(/^Heroku forbids this on acme-web to the key in HEROKU_API_KEY/) },
    ])
  })

  test('a key that is no good', async () => {
    bench.platform.fault({ call: /^GET \/apps\/acme-web$/, how: { status: 401 } })
    expect(await preflight({})).toEqual([
      { level: 'error', text: expect.stringMatching(/^Heroku does not accept the key in HEROKU_API_KEY for acme-web/) },
    ])
  })

  test('the app that a promotion is from', async () => {
    expect(await preflight({ promote_from: 'acme-staging' })).toEqual([
      { level: 'error', text: expect.stringContaining('does not find acme-staging') },
    ])
  })

  test('nothing', async () => {
    expect(await preflight({})).toEqual([])
  })

  test('a build that is refused, with its id and message', async () => {
    bench.platform.fault({ call: buildPost, how: { status: 422 } })
    await expect(bench.deployed()).rejects.toThrow('Heroku refused this on acme-web (trouble: Trouble.; request req-1)')
  })
})

test('a build that is lost sight of is neither a success nor a failure', async () => {
  bench.platform.fault({ call: /^GET .*builds\/./, how: { status: 401 }, times: 1 })
  expect(await bench.deployed()).toMatchObject({
    outcome: 'unknown',
    summary: expect.stringMatching(/^lost sight of it, look at acme-web on Heroku before you retry/),
  })
})
