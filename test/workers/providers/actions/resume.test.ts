import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Json } from '../../../../core/json.ts'
import { actions } from '../../../../workers/providers/actions/index.ts'
import { type Bench, openBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench({ workflow: { runName: 'Deploy {deployment}', lingers: true } })
})
afterEach(() => bench.close())

const inputs = { sha: '{sha}', deployment: '{id}' }
const end = (conclusion: string) => () => bench.web.endRun(bench.run().id, conclusion)
const nothing = () => undefined
const settings = () => bench.settings({ inputs })
const resume = async (checkpoint: Json) => actions.resume?.(await bench.job(), settings(), checkpoint, bench.context())
const cancel = async (checkpoint: Json) => actions.cancel?.(await bench.job(), settings(), checkpoint, bench.context())
const lastCheckpoint = () => bench.checkpoints.at(-1) ?? null

/** A worker that is stopped after so many pauses. */
async function stopped(kind: 'cancel' | 'shutdown', pauses: number) {
  const story = Array.from({ length: pauses - 1 }, () => nothing)
  bench.tell([...story, () => bench.stop(kind === 'cancel' ? { kind, by: 'bob' } : { kind })])
  await expect(actions.deploy(await bench.job(), settings(), bench.context())).rejects.toBeDefined()
}

describe('another worker', () => {
  test('goes on watching the run', async () => {
    await stopped('shutdown', 2)
    bench.tell([nothing, end('success')])
    expect(await resume(lastCheckpoint())).toMatchObject({ outcome: 'succeeded' })
    expect(bench.posts('/dispatches')).toBe(1)
  })

  test('finds the run when the first one died before it knew it', async () => {
    await stopped('shutdown', 2)
    const [dispatching] = bench.checkpoints
    bench.tell([nothing, end('failure')])
    expect(await resume(dispatching ?? null)).toMatchObject({ outcome: 'failed' })
    expect(bench.posts('/dispatches')).toBe(1)
  })

  test('starts none when it cannot know that none was started', async () => {
    bench.tell([])
    expect(await resume({ step: 'dispatching', ref: 'main', known: [] })).toMatchObject({ outcome: 'unknown' })
    expect(bench.posts('/dispatches')).toBe(0)
  })

  test('dispatches when surely nothing was started', async () => {
    bench.tell([nothing, end('success')])
    expect(await resume({ step: 'undispatched' })).toMatchObject({ outcome: 'succeeded' })
    expect(bench.posts('/dispatches')).toBe(1)
  })
})

describe('cancel', () => {
  test('cancels the run and waits until it has ended', async () => {
    await stopped('cancel', 2)
    bench.tell([nothing, nothing, end('cancelled')])
    expect(await cancel(lastCheckpoint())).toBe('stopped')
    expect(bench.run()).toMatchObject({ conclusion: 'cancelled' })
    expect(bench.posts('/cancel')).toBe(1)
  })

  test('finds the run first when nobody knew it yet', async () => {
    await stopped('cancel', 2)
    bench.tell([nothing, end('cancelled')])
    expect(await cancel(bench.checkpoints[0] ?? null)).toBe('stopped')
    expect(bench.posts('/cancel')).toBe(1)
  })

  test.each(['success', 'failure'])('is too late when the run had ended with %s', async (conclusion) => {
    await stopped('cancel', 2)
    await end(conclusion)()
    bench.tell([])
    expect(await cancel(lastCheckpoint())).toBe('too-late')
    expect(await resume(lastCheckpoint())).toMatchObject({ outcome: conclusion === 'success' ? 'succeeded' : 'failed' })
  })

  test('is too late when the run succeeds before it is stopped', async () => {
    await stopped('cancel', 2)
    bench.tell([nothing, end('success')])
    expect(await cancel(lastCheckpoint())).toBe('too-late')
  })

  test('has stopped a run whose job failed while it was stopped', async () => {
    await stopped('cancel', 2)
    bench.tell([nothing, end('failure')])
    expect(await cancel(lastCheckpoint())).toBe('stopped')
  })

  test('finds it stopped when a worker died in it', async () => {
    await stopped('cancel', 2)
    await end('cancelled')()
    expect(await cancel(lastCheckpoint())).toBe('stopped')
  })

  test('asks again when GitHub is away', async () => {
    await stopped('cancel', 2)
    bench.github.faults.request({ path: /cancel$/, times: 2, answers: 'html' })
    bench.tell([nothing, nothing, end('cancelled')])
    expect(await cancel(lastCheckpoint())).toBe('stopped')
  })

  test('says so when GitHub refuses it', async () => {
    await stopped('cancel', 2)
    bench.github.faults.request({ path: /cancel$/, answers: { status: 403, body: { message: 'no' } } })
    bench.tell([])
    await expect(cancel(lastCheckpoint())).rejects.toThrow('the run goes on')
  })

  test('has nothing to do where nothing was started', async () => {
    expect(await cancel({ step: 'undispatched' })).toBe('stopped')
    expect(bench.github.requests()).toEqual([])
  })
})
