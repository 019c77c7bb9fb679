import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, until, type World } from '../../lifecycle/world.ts'
import { runSlipway, startSlipwayCommand } from '../run-slipway.ts'
import { startDo } from './start-do.ts'

const token = 'a-long-token-of-an-api'
let world: World
beforeAll(async () => {
  world = await openWorld({ env: { API_TOKENS: `ci:${token}` }, web: { environments: ['staging', 'production'] } })
}, 60_000)
afterAll(() => world.close())

const env = () => ({ DATA_DIR: world.env['DATA_DIR'] })
const says = (...args: string[]) => startDo(args, env()).ended
const longMs = 60_000

test(
  'follows a deployment to its success, with its log',
  async () => {
    const ran = await says('deploy web to staging')
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.out).toMatch(/^#\d+: web\/main@\w+ to staging, waiting for a worker\n[^]*deploying main to staging\n/)
    expect(ran.out).toMatch(/#\d+ web to staging: success, sh ended well\n$/)
    expect(ran.err).toMatch(/shell runs deploy of main|waits for a worker/)
    expect(world.latest()).toMatchObject({ creator: 'slip' })
  },
  longMs,
)

test(
  'ends with 1 when the deployment fails',
  async () => {
    await world.web.commit('bad', { files: { exit: '3' } })
    const ran = await says('deploy web/bad to staging')
    expect(ran.code).toBe(1)
    expect(ran.out).toMatch(/web to staging: failure, sh ended with 3\n$/)
  },
  longMs,
)

test(
  'ends with 1 and the words of chat when it is refused',
  async () => {
    const ran = await says('deploy', 'webb', 'to', 'staging')
    world.says('deploy webb to staging')
    const heard = await world.hears(/never heard of "webb".*\n.*\n/)
    expect(ran.code).toBe(1)
    expect(heard).toContain(ran.out)
  },
  longMs,
)

test(
  'answers what is no deployment and ends',
  async () => {
    expect(await says('apps')).toMatchObject({ code: 0, out: expect.stringMatching(/^one app\n/), err: '' })
  },
  longMs,
)

test(
  'waits for green, and follows what starts then',
  async () => {
    await world.web.commit('topic', {})
    await world.web.status('topic', 'ci', 'pending')
    const running = startDo(['deploy web/topic to staging'], env())
    await running.shows(/waits for its checks\n[^]*waits for its checks\n/)
    await world.web.status('topic', 'ci', 'success')
    expect(await running.ended).toMatchObject({ code: 0, out: expect.stringMatching(/: success, sh ended well\n$/) })
  },
  longMs,
)

test(
  'says why nothing came of what waited',
  async () => {
    await world.web.commit('moving', {})
    await world.web.status('moving', 'ci', 'pending')
    const running = startDo(['deploy web/moving to staging'], env())
    await running.shows(/waits for its checks\n[^]*waits for its checks\n/)
    await world.web.commit('moving', { files: { more: 'more' } })
    const ran = await running.ended
    expect(ran).toMatchObject({ code: 1, out: expect.stringMatching(/nothing is deployed: moving moved on to \w+/) })
  },
  longMs,
)

test(
  '--no-wait ends with the answer, --json says it for programs',
  async () => {
    const ran = await says('--no-wait', '--json', 'deploy web to production')
    expect(ran.code).toBe(0)
    const { deployment, ...answer } = JSON.parse(ran.out) as Record<string, unknown>
    expect(answer).toMatchObject({ ok: true, code: 'created' })
    await until(() => world.states(Number(deployment)).includes('success') || undefined)
    const followed = await says('--json', 'deploy web to production')
    expect(JSON.parse(followed.out)).toMatchObject({
      ok: true,
      code: 'created',
      deployment: { state: 'success', app: 'web', summary: 'sh ended well' },
    })
  },
  longMs,
)

test(
  'Ctrl-C stops the following, not the deployment',
  async () => {
    await world.web.commit('slow', { files: { seconds: '4' } })
    const running = startSlipwayCommand(['do', 'deploy web/slow to staging'], env())
    await running.shows(/deploying slow to staging/)
    running.interrupt()
    const ran = await running.ended
    expect(ran).toMatchObject({
      code: 130,
      out: expect.stringMatching(/#(\d+) goes on, and `slipway do "cancel #\1"` stops/),
    })
    await until(() => world.states().includes('success') || undefined)
  },
  longMs,
)

test(
  'goes by SLIPWAY_URL and SLIPWAY_TOKEN',
  async () => {
    const SLIPWAY_URL = world.slipway.url
    const ran = await startDo(['who am i'], { SLIPWAY_URL, SLIPWAY_TOKEN: token }).ended
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('you are ci (api:ci)') })
    const refused = await startDo(['apps'], { SLIPWAY_URL, SLIPWAY_TOKEN: 'another' }).ended
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('SLIPWAY_TOKEN') })
  },
  longMs,
)

test.each([
  [['apps'], { SLIPWAY_URL: 'http://127.0.0.1:1' }, 1, /nothing answers at http:\/\/127\.0\.0\.1:1/],
  [[], {}, 2, /nothing is said/],
  [['--fast', 'apps'], {}, 2, /do knows no --fast/],
])('%j with %j ends with %i and says why', async (args, variables, code, why) => {
  const ran = await startDo(args, variables).ended
  expect(ran.code).toBe(code)
  expect(ran.out + ran.err).toMatch(why)
})

test(
  'without a server says what to start',
  async () => {
    const ran = await runSlipway(['do', 'apps'], { DATA_DIR: '/nowhere' })
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('no Slipway runs on /nowhere: start one there') })
  },
  longMs,
)
