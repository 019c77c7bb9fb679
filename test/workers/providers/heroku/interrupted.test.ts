import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { gate, type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
beforeEach(async () => {
  bench = await setUpHeroku()
})
afterEach(() => bench.tidy())

const cancelled = { kind: 'cancel', by: 'alice' } as const

/** A build that has begun, and goes on when the test says so. */
async function buildUnderWay(status: 'succeeded' | 'failed' = 'succeeded') {
  const done = gate()
  bench.platform.plans.build = async (doing) => {
    doing.print('-----> Building\n')
    await done.opened
    doing.print('-----> Done\n')
    return status
  }
  const worker = bench.deploy()
  await bench.logged('-----> Building\n')
  return { worker, done }
}

describe('a worker that was killed', () => {
  test('while it built: the next one goes on with the same build', async () => {
    const { worker, done } = await buildUnderWay()
    worker.stop({ kind: 'shutdown' })
    await expect(worker.ended).rejects.toThrow('told to stop')

    const next = bench.resume(worker.checkpoints.at(-1))
    await bench.called(/^GET \/apps\/acme-web\/builds\/./)
    done.open()
    expect(await next.ended).toMatchObject({
      outcome: 'succeeded',
      live: { sha: bench.sha },
      before: { handle: { version: '1' } },
    })
    expect(bench.app.builds).toHaveLength(1)
  })

  test('between asking for a build and its answer: the build is found by its commit', async () => {
    const { worker, done } = await buildUnderWay()
    worker.stop({ kind: 'shutdown' })
    await expect(worker.ended).rejects.toThrow()
    const next = bench.resume(worker.checkpoints[0])
    done.open()
    expect(await next.ended).toMatchObject({ outcome: 'succeeded' })
    expect(bench.app.builds).toHaveLength(1)
  })

  test('before it had asked for a build: the next one asks', async () => {
    expect(await bench.resume({ step: 'build', read: 0 }).ended).toMatchObject({ outcome: 'succeeded' })
    expect(bench.app.builds).toHaveLength(1)
  })

  test('in the release phase: the next one waits for its end', async () => {
    const done = gate()
    bench.platform.plans.phase = async (doing) => {
      doing.print('migrating\n')
      await done.opened
      return 'failed'
    }
    const worker = bench.deploy()
    await bench.logged('migrating\n')
    worker.stop({ kind: 'shutdown' })
    await expect(worker.ended).rejects.toThrow()
    const next = bench.resume(worker.checkpoints.at(-1))
    done.open()
    expect(await next.ended).toMatchObject({
      outcome: 'failed',
      summary: expect.stringContaining('the old release v1 is still live'),
    })
  })

  test('and left what nobody understands: nothing is started', async () => {
    expect(await bench.resume({ phase: 'begun' }).ended).toEqual({
      outcome: 'unknown',
      summary: 'what its worker left cannot be read; look at acme-web before you retry',
    })
    expect(bench.platform.journal).toEqual([])
  })

  test('goes unanswered when its successor asks: nobody knows how it ended', async () => {
    bench.platform.fault({ call: /^GET \/apps\/acme-web$/, how: { status: 401 } })
    expect(await bench.resume({ step: 'release', release: 'x', read: 0 }).ended).toMatchObject({ outcome: 'unknown' })
  })

  test('leaves a mark of how much of the output the log has, never more than that', async () => {
    const worker = bench.resume({ step: 'build', read: 16 })
    expect(await worker.ended).toMatchObject({ outcome: 'succeeded' })
    expect(bench.log()).toContain('-----> Done\n')
  })
})

describe('a cancel', () => {
  test('stops a build that has not ended', async () => {
    const { worker } = await buildUnderWay()
    worker.stop(cancelled)
    await expect(worker.ended).rejects.toThrow()
    expect(await bench.cancel(worker.checkpoints.at(-1))).toBe('stopped')
    const [sent] = bench.calls(/^DELETE/)
    expect(sent?.call).toBe(`DELETE /apps/acme-web/builds/${bench.app.builds[0]?.id}`)
    expect(sent?.headers.accept).toBe('application/vnd.heroku+json; version=3.cancel-build')
    expect(bench.app.current()).toMatchObject({ version: 1 })
  })

  test('stops a build whose id nobody has heard', async () => {
    const { worker } = await buildUnderWay()
    worker.stop(cancelled)
    await expect(worker.ended).rejects.toThrow()
    expect(await bench.cancel(worker.checkpoints[0])).toBe('stopped')
    expect(bench.calls(/^DELETE/)).toHaveLength(1)
  })

  test('that comes when it is live is too late, and says nothing of cancelled', async () => {
    const { worker, done } = await buildUnderWay()
    worker.stop(cancelled)
    await expect(worker.ended).rejects.toThrow()
    done.open()
    const state = worker.checkpoints.at(-1)
    while (bench.app.builds[0]?.status === 'pending') await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await bench.cancel(state)).toBe('too-late')
    expect(await bench.resume(state).ended).toMatchObject({ outcome: 'succeeded', live: { sha: bench.sha } })
  })

  test('that crosses the end of the build is too late', async () => {
    const { worker, done } = await buildUnderWay()
    worker.stop(cancelled)
    await expect(worker.ended).rejects.toThrow()
    bench.platform.fault({ call: /^DELETE/, how: { status: 422 } })
    const cancelling = bench.cancel(worker.checkpoints.at(-1))
    await bench.called(/^DELETE/)
    done.open()
    expect(await cancelling).toBe('too-late')
  })

  test('in the release phase is too late: Heroku has no way to stop that', async () => {
    expect(await bench.cancel({ step: 'release', release: 'x', read: 0 })).toBe('too-late')
  })

  test('before Heroku was asked for anything has nothing to stop', async () => {
    expect(await bench.cancel({ step: 'build', read: 0 })).toBe('stopped')
    expect(bench.calls(/^DELETE/)).toHaveLength(0)
  })
})
