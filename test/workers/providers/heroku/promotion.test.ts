import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { App } from '../../../stand-ins/heroku/state.ts'
import { gate, type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
let staging: App
beforeEach(async () => {
  bench = await setUpHeroku()
  staging = bench.platform.app('acme-staging')
})
afterEach(() => bench.tidy())

const settings = { promote_from: 'acme-staging' }
const promotion = /^POST \/pipeline-promotions$/

test('gives the app the very release that has the commit, though another was built since', async () => {
  const wanted = staging.release({ commit: bench.sha })
  staging.release({ commit: 'b'.repeat(40) })
  expect(await bench.deployed(settings)).toMatchObject({
    outcome: 'succeeded',
    summary: `${bench.sha.slice(0, 7)} is live on acme-web as v2`,
    live: { sha: bench.sha, handle: { app: 'acme-web', version: '2' } },
  })
  expect(bench.changes()).toEqual(['POST /pipeline-promotions'])
  expect(bench.calls(promotion)[0]?.body).toEqual({
    pipeline: { id: expect.any(String) },
    source: { app: { id: staging.id }, release: { id: wanted.id } },
    targets: [{ app: { id: bench.app.id } }],
  })
})

test('takes the pipeline that is named', async () => {
  staging.release({ commit: bench.sha })
  expect(await bench.deployed({ ...settings, pipeline: 'acme' })).toMatchObject({ outcome: 'succeeded' })
  expect(bench.calls(/^GET \/pipelines\/acme$/)).toHaveLength(1)
})

test('of a commit that has not run there is refused, and nothing is built', async () => {
  staging.release({ commit: 'b'.repeat(40) })
  staging.release({ commit: bench.sha, status: 'failed' })
  expect(await bench.deployed(settings)).toEqual({
    outcome: 'failed',
    summary: `acme-staging has no good release of ${bench.sha.slice(0, 7)} to promote; deploy it there first`,
  })
  expect(bench.changes()).toEqual([])
})

test('that fails on the app is a failure with its cause', async () => {
  staging.release({ commit: bench.sha })
  bench.platform.plans.promotion = async () => ({ error: 'Stack mismatch' })
  expect(await bench.deployed(settings)).toMatchObject({
    outcome: 'failed',
    summary: 'the promotion to acme-web failed; the old release v1 is still live: Stack mismatch',
  })
})

test('shows its release phase while it runs', async () => {
  staging.release({ commit: bench.sha })
  const done = gate()
  bench.platform.plans.phase = async (doing) => {
    doing.print('migrating\n')
    await done.opened
    return 'succeeded'
  }
  const worker = bench.deploy(settings)
  await bench.logged('migrating\n')
  done.open()
  expect(await worker.ended).toMatchObject({ outcome: 'succeeded' })
})

test('without slugs, as on Fir, goes by the build that had the commit', async () => {
  const wanted = staging.release({ commit: bench.sha })
  staging.slugs.clear()
  staging.builds.push({
    id: 'b1',
    created_at: '2026-01-05T12:00:00Z',
    source_blob: { url: 'https://x.example/', version: bench.sha },
    output_stream_url: 'https://x.example/',
    status: 'succeeded',
    release: { id: wanted.id },
  })
  expect(await bench.deployed(settings)).toMatchObject({ outcome: 'succeeded' })
  expect(bench.calls(promotion)[0]?.body).toMatchObject({ source: { release: { id: wanted.id } } })
})

test('is over when the release phase is', async () => {
  staging.release({ commit: bench.sha })
  bench.platform.plans.phase = async (doing) => {
    doing.print('no such table\n')
    return 'failed'
  }
  expect(await bench.deployed(settings)).toMatchObject({
    outcome: 'failed',
    summary: 'the release phase of v2 on acme-web failed; the old release v1 is still live: no such table',
  })
})

test('whose answer is lost is not made twice', async () => {
  staging.release({ commit: bench.sha })
  bench.platform.fault({ call: promotion, how: 'answer lost' })
  expect(await bench.deployed(settings)).toMatchObject({ outcome: 'succeeded' })
  expect(bench.calls(promotion)).toHaveLength(1)
})

test('goes on in the next worker, and cannot be cancelled', async () => {
  staging.release({ commit: bench.sha })
  const done = gate()
  bench.platform.plans.promotion = async () => {
    await done.opened
    return 'succeeded'
  }
  const worker = bench.deploy(settings)
  await bench.called(/promotion-targets$/)
  worker.stop({ kind: 'shutdown' })
  await expect(worker.ended).rejects.toThrow()
  expect(await bench.cancel(worker.checkpoints.at(-1), settings)).toBe('too-late')
  const next = bench.resume(worker.checkpoints.at(-1), settings)
  done.open()
  expect(await next.ended).toMatchObject({ outcome: 'succeeded' })
  expect(bench.calls(promotion)).toHaveLength(1)
})
