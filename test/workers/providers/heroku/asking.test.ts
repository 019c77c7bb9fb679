import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { heroku } from '../../../../workers/providers/heroku/index.ts'
import { providers } from '../../../../workers/providers/index.ts'
import { type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
beforeEach(async () => {
  bench = await setUpHeroku()
})
afterEach(() => bench.tidy())

const settings = heroku.settings.parse({ app: 'acme-web' })
const place = { app: 'webapp', environment: 'production', repository: 'acme/webapp' }

test('is known by its name', () => {
  expect(providers.get('heroku')).toBe(heroku)
})

test('says what is live, as the platform knows it', async () => {
  bench.app.release({ commit: 'b'.repeat(40), status: 'failed' })
  const { context } = bench.open()
  expect(await heroku.current?.(place, settings, context)).toEqual({
    sha: 'a'.repeat(40),
    handle: { app: 'acme-web', release: bench.old.id, version: '1' },
  })
})

test('shows the last lines of the app, without the key', async () => {
  bench.app.log.print('2026-01-05T12:00:00.000000+00:00 app[web.1]: GET /\n')
  const { context } = bench.open()
  expect(await heroku.logs?.(place, settings, context)).toEqual(['2026-01-05T12:00:00.000000+00:00 app[web.1]: GET /'])
})

test('stops after half an hour, or after what is configured', () => {
  expect(heroku.timeoutMs?.(settings)).toBe(1_800_000)
  expect(heroku.timeoutMs?.(heroku.settings.parse({ app: 'acme-web', timeout: '5m' }))).toBe(300_000)
})

test.each([
  [{}, 'app'],
  [{ app: 'Acme Web' }, 'app'],
  [{ app: '../evil' }, 'app'],
  [{ app: 'acme-web', api_key: 'HRKU-1' }, 'api_key'],
  [{ app: 'acme-web', release_task: { deploy: 'rake' } }, 'release_task'],
  [{ app: 'acme-web', release_task: { 'deploy:migrate': ' ' } }, 'release_task'],
  [{ app: 'acme-web', timeout: 5 }, 'timeout'],
])('settings such as %j are refused', (given, at) => {
  expect(heroku.settings.safeParse(given).error?.issues[0]?.path[0]).toBe(at)
})
