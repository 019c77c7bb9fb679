import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
beforeEach(async () => {
  bench = await setUpHeroku()
})
afterEach(() => bench.tidy())

const oldSha = 'a'.repeat(40)
const rollback = /^POST \/apps\/acme-web\/releases$/
const handleOf = ({ id, version }: { id: string; version: number }) => ({
  app: 'acme-web',
  release: id,
  version: String(version),
})

test('brings the recorded release back, without a build', async () => {
  await bench.deployed()
  const result = await bench.rollback({ sha: oldSha, handle: handleOf(bench.old) }, { sha: oldSha }).ended
  expect(result).toMatchObject({
    outcome: 'succeeded',
    summary: 'aaaaaaa is live on acme-web as v3',
    live: { sha: oldSha, handle: { version: '3' } },
    before: { handle: { version: '2' } },
  })
  expect(bench.calls(rollback).map(({ body }) => body)).toEqual([{ release: bench.old.id }])
  expect(bench.app.builds).toHaveLength(1)
})

test('waits for the release phase, which may fail on a rollback too', async () => {
  await bench.deployed()
  bench.platform.plans.phase = async () => 'failed'
  const result = await bench.rollback({ sha: oldSha, handle: handleOf(bench.old) }, { sha: oldSha }).ended
  expect(result).toMatchObject({
    outcome: 'failed',
    summary: expect.stringContaining('the old release v2 is still live'),
  })
})

test('without a record it takes the release that put the commit there: none that failed, none of config vars', async () => {
  const { app } = bench
  app.release({ commit: 'b'.repeat(40), status: 'failed' })
  const good = app.release({ commit: 'b'.repeat(40) })
  app.release({ description: 'Set PORT config vars' })
  app.release({ description: 'Set PORT config vars', status: 'failed' })
  app.release({ commit: 'c'.repeat(40) })
  expect(await bench.rollback({}, { sha: 'b'.repeat(40) }).ended).toMatchObject({ outcome: 'succeeded' })
  expect(bench.calls(rollback).map(({ body }) => body)).toEqual([{ release: good.id }])
})

test('finds it on a later page of a long history', async () => {
  for (let at = 0; at < 45; at++) bench.app.release({ description: 'Set PORT config vars' })
  bench.app.release({ commit: 'c'.repeat(40) })
  expect(await bench.rollback({}, { sha: oldSha }).ended).toMatchObject({ outcome: 'succeeded' })
  expect(bench.calls(rollback).map(({ body }) => body)).toEqual([{ release: bench.old.id }])
  expect(bench.calls(/^GET .*releases$/).map(({ headers }) => headers.range)).toContain(
    'version ]28..; max=20, order=desc',
  )
})

test.each(['recorded for another app', 'recorded, and failed'])(
  'a release that was %s is not brought back',
  async (how) => {
    const bad = bench.app.release({ commit: 'b'.repeat(40), status: 'failed' })
    bench.app.release({ commit: 'c'.repeat(40) })
    const handle = { ...handleOf(bad), ...(how === 'recorded for another app' && { app: 'acme-other' }) }
    await bench.rollback({ sha: oldSha, handle }, { sha: oldSha }).ended
    expect(bench.calls(rollback).map(({ body }) => body)).toEqual([{ release: bench.old.id }])
  },
)

test('builds the commit again where Heroku has no good release of it any more', async () => {
  expect(await bench.rollback({ sha: bench.sha }, {}).ended).toMatchObject({ outcome: 'succeeded' })
  expect(bench.app.builds).toHaveLength(1)
  expect(bench.log()).toContain('it is built again')
})

test('whose answer is lost is not made twice', async () => {
  await bench.deployed()
  bench.platform.fault({ call: rollback, how: 'answer lost' })
  const result = await bench.rollback({ handle: handleOf(bench.old) }, { sha: oldSha }).ended
  expect(result).toMatchObject({ outcome: 'succeeded', summary: expect.stringContaining('as v3') })
  expect(bench.calls(rollback)).toHaveLength(1)
})

test('that a dead worker has begun is found by its code, and one that it had not is begun', async () => {
  await bench.deployed()
  const worker = bench.rollback({ handle: handleOf(bench.old) }, { sha: oldSha })
  await worker.ended
  const found = await bench.resume(
    worker.checkpoints[0],
    {},
    { sha: oldSha, previous: { handle: handleOf(bench.old) } },
  ).ended
  expect(found).toMatchObject({ outcome: 'succeeded', summary: expect.stringContaining('as v3') })
  expect(bench.calls(rollback)).toHaveLength(1)

  const begun = await bench.resume(
    { step: 'rollback', slug: bench.old.slug?.id ?? '', after: 3 },
    {},
    { sha: oldSha, previous: { handle: handleOf(bench.old) } },
  ).ended
  expect(begun).toMatchObject({ outcome: 'succeeded', summary: expect.stringContaining('as v4') })
})

test('that is under way cannot be cancelled, one that never began is', async () => {
  const slug = bench.old.slug?.id ?? ''
  expect(await bench.cancel({ step: 'rollback', slug, after: 0 })).toBe('too-late')
  expect(await bench.cancel({ step: 'rollback', slug, after: 1 })).toBe('stopped')
})
