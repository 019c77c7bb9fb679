import { afterEach, describe, expect, test } from '@jest/globals'
import type { Wait } from '../../core/records/wait.ts'
import { createReporter } from '../../workers/reporter.ts'
import { sweepWait } from '../../workers/waits.ts'
import { openWorld, until, type World, type WorldOptions } from './world.ts'

let world: World
afterEach(() => world.close())

const longMs = 20_000

/** A branch whose only check is still running. */
async function worldWithPending(options: WorldOptions = {}): Promise<string> {
  world = await openWorld(options)
  const sha = await world.web.commit('fix')
  await world.web.status('fix', 'ci/build', 'pending')
  return sha
}

async function deployFix(): Promise<Wait> {
  world.says('deploy web/fix to production')
  await world.hears(/web\/fix@\w{7} to production waits for its checks/)
  return theWait()
}

const waits = () => world.slipway.ports.records.waits

async function theWait(): Promise<Wait> {
  const [only, ...more] = await waits().list()
  if (!only || more.length > 0) throw new Error('there is not exactly one waiting command')
  return only.value
}

/** The wait goes on under another id, so the looks planned at its beginning find nothing: only an event can start it now. */
async function withoutOwnLooks(wait: Wait): Promise<void> {
  await waits().create('quiet', { ...wait, id: 'quiet' })
  await waits().delete(wait.id)
}

/** A turn of the sweep, for waits only, with this much of the wait's time gone by. */
async function sweepAfter(ms: number): Promise<void> {
  const { ports } = world.slipway
  for (const { id } of await waits().list()) {
    const moved = await waits().update(id, (wait) => ({
      ...wait,
      createdAt: wait.createdAt - ms,
      until: wait.until - ms,
      ...(wait.claimedAt !== undefined && { claimedAt: wait.claimedAt - ms }),
    }))
    if (moved) await sweepWait({ ports, reporter: createReporter(ports) }, moved.value)
  }
}

const minuteMs = 60_000

/** Every delivery has been dealt with. */
async function eventsFiled(): Promise<void> {
  await world.github.settled()
  await until(async () => {
    const live = await world.slipway.ports.engine.queues.events.liveIds()
    return [...live].every((id) => !id.startsWith('d-')) || undefined
  }, longMs)
}

const creates = () =>
  world.github.requests().filter(({ method, path }) => method === 'POST' && path.endsWith('/deployments'))

test('a commit that is not green yet is waited for, and its exact sha starts once it is', async () => {
  const sha = await worldWithPending()
  await world.web.status('fix', 'ci/lint', 'success')
  await deployFix()
  expect(world.heard()).toMatch(/ci\/build is pending\n/)
  expect(world.heard()).not.toContain('ci/lint')
  expect(world.web.deployments()).toHaveLength(0)

  await world.web.status('fix', 'ci/build', 'success')
  await world.hears(/web\/fix@\w{7} is green: deploying it to production now, as #\d+/)
  await world.hears(/to production is out/)
  expect(world.web.deployments()).toHaveLength(1)
  expect(world.latest()?.sha).toBe(sha)
  expect(creates()[0]?.body).toMatchObject({ ref: 'fix', auto_merge: true })
  expect(creates().at(-1)?.body).toMatchObject({ ref: sha, auto_merge: false, payload: { branch: 'fix', name: 'web' } })
})

test('two green statuses arriving together start one deployment', async () => {
  await worldWithPending()
  await world.web.status('fix', 'ci/test', 'pending')
  await withoutOwnLooks(await deployFix())
  world.github.holdWebhooks()
  await world.web.status('fix', 'ci/build', 'success')
  await world.web.status('fix', 'ci/test', 'success')
  await world.github.releaseWebhooks()
  await world.hears(/to production is out/)
  await eventsFiled()
  expect(world.web.deployments()).toHaveLength(1)
  expect(world.heard().match(/is green/g)).toHaveLength(1)
})

test.each([
  ['check_run', 'check_suite'],
  ['check_suite', 'check_run'],
])('a %s event alone starts what waited for a check run', async (_, lost) => {
  world = await openWorld()
  await world.web.commit('fix')
  await world.web.checkRun('fix', 'build')
  await withoutOwnLooks(await deployFix())
  world.github.faults.delivery({ event: lost, times: 10, fate: 'dropped' })
  await world.web.checkRun('fix', 'build', 'success')
  await world.hears(/to production is out/)
  expect(world.web.deployments()).toHaveLength(1)
})

describe('a branch behind the default branch', () => {
  test('is merged by GitHub, waits for the checks of the merge and ships the merge by itself', async () => {
    world = await openWorld({ web: { required_contexts: ['ci/build'] } })
    await world.web.commit('fix')
    await world.web.commit('main')
    world.says('deploy web/fix to production')
    await world.hears(/Auto-merged main into fix on deployment\. It waits for the checks of the merge/)
    expect(world.web.deployments()).toHaveLength(0)
    await world.web.status('fix', 'ci/build', 'success')
    await world.hears(/to production is out/)
    expect(world.latest()?.sha).toBe(await world.web.head('fix'))
  })

  test('does not wait for ever for checks when the merge has none', async () => {
    world = await openWorld()
    await world.web.commit('fix')
    await world.web.commit('main')
    world.says('deploy web/fix to production')
    await world.hears(/Auto-merged main into fix/)
    await world.hears(/to production is out/, longMs)
  })
})

describe('the waiting ends with a word and the command that repeats it', () => {
  test('when a check turns red', async () => {
    await worldWithPending()
    await deployFix()
    await world.web.status('fix', 'ci/build', 'failure')
    await world.hears(
      /web\/fix to production waits no longer: ci\/build \(failure\) did not pass\n +to ask again: `deploy web\/fix to production`/,
    )
    expect(world.web.deployments()).toHaveLength(0)
  })

  test('when somebody pushes to the branch, and a late green of the old commit starts nothing', async () => {
    const old = await worldWithPending()
    await deployFix()
    await world.web.commit('other')
    const fresh = await world.web.commit('fix')
    await world.hears(
      new RegExp(`waits no longer: fix moved on to ${fresh.slice(0, 7)}, and it waited for ${old.slice(0, 7)}`),
    )
    await world.web.status(old, 'ci/build', 'success')
    await eventsFiled()
    expect(world.web.deployments()).toHaveLength(0)
    expect((await theWait()).state).toBe('ended')
  })

  test('when nobody was told of the push, at the next look of our own', async () => {
    await worldWithPending()
    await withoutOwnLooks(await deployFix())
    world.github.faults.delivery({ event: 'push', fate: 'dropped' })
    await world.web.commit('fix')
    await sweepAfter(minuteMs + 1)
    await world.hears(/waits no longer: fix moved on/)
  })

  test('after four hours', async () => {
    await worldWithPending()
    await deployFix()
    await sweepAfter(4 * 60 * minuteMs - minuteMs)
    expect((await theWait()).state).toBe('waiting')
    await sweepAfter(2 * minuteMs)
    await world.hears(
      /waits no longer: \w{7} was not green after four hours\n +to ask again: `deploy web\/fix to production`/,
    )
  })

  test('when somebody cancels it', async () => {
    await worldWithPending()
    await deployFix()
    world.says('cancel')
    await world.hears(/web\/fix to production: cancelled by alice before it started/)
    await world.web.status('fix', 'ci/build', 'success')
    await eventsFiled()
    expect(world.web.deployments()).toHaveLength(0)
  })
})

test('a waiting command survives a restart, and what turned green meanwhile', async () => {
  await worldWithPending()
  await deployFix()
  await world.restart()
  await world.web.status('fix', 'ci/build', 'success')
  await world.hears(/to production is out/, longMs)

  await world.web.commit('later')
  await world.web.status('later', 'ci/build', 'pending')
  world.says('deploy web/later to staging')
  await world.hears(/web\/later@\w{7} to staging waits for its checks/)
  world.github.faults.delivery({ event: 'status', fate: 'dropped' })
  await world.web.status('later', 'ci/build', 'success')
  await world.restart()
  await sweepAfter(minuteMs + 1)
  await world.hears(/to staging is out/, longMs)
  expect(world.web.deployments()).toHaveLength(2)
})

describe('GitHub at the moment of green', () => {
  const notYet = {
    message: 'Conflict: Commit status checks failed for fix.',
    errors: [
      {
        contexts: [{ context: 'ci/build', state: 'pending' }],
        resource: 'Deployment',
        field: 'required_contexts',
        code: 'invalid',
      },
    ],
  }

  test('a 409 in the second after the last green status is tried again by itself', async () => {
    await worldWithPending()
    await withoutOwnLooks(await deployFix())
    world.github.faults.nextCreate({ answers: { status: 409, body: notYet } })
    await world.web.status('fix', 'ci/build', 'success')
    await world.hears(/to production is out/, longMs)
    expect(world.web.deployments()).toHaveLength(1)
  })

  test('without any event, our own look finds it green', async () => {
    await worldWithPending()
    await withoutOwnLooks(await deployFix())
    world.github.faults.delivery({ event: 'status', fate: 'dropped' })
    await world.web.status('fix', 'ci/build', 'success')
    await sweepAfter(minuteMs / 2)
    expect((await theWait()).state).toBe('waiting')
    await sweepAfter(minuteMs)
    await world.hears(/to production is out/, longMs)
  })

  test('a limit on our requests delays the start, and does not end the waiting', async () => {
    await worldWithPending()
    await withoutOwnLooks(await deployFix())
    world.github.faults.nextCreate({ answers: { status: 429, headers: { 'retry-after': '1' } } })
    await world.web.status('fix', 'ci/build', 'success')
    await world.hears(/to production is out/, longMs)
  })

  test('a GitHub that is down is asked again when it is back', async () => {
    await worldWithPending()
    await withoutOwnLooks(await deployFix())
    world.github.faults.nextCreate({ times: 2, answers: 'html' })
    await world.web.status('fix', 'ci/build', 'success')
    await until(
      async () => ((await theWait()).state === 'starting' && creates().length === 3 ? true : undefined),
      longMs,
    )
    await eventsFiled()
    await sweepAfter(minuteMs + 1)
    await sweepAfter(minuteMs + 1)
    await world.hears(/to production is out/, longMs)
    expect(world.web.deployments()).toHaveLength(1)
  })

  test('a start whose answer was lost is not made twice', async () => {
    await worldWithPending()
    await withoutOwnLooks(await deployFix())
    world.github.faults.nextCreate({ carriedOut: true, answers: 'reset' })
    await world.web.status('fix', 'ci/build', 'success')
    await world.hears(/is green: deploying it to production now/, longMs)
    await world.hears(/to production is out/, longMs)
    expect(world.web.deployments()).toHaveLength(1)
  })
})

test('a tag is waited for too, whatever is pushed to branches', async () => {
  await worldWithPending()
  await world.web.tag('v1', 'fix')
  world.says('deploy web/v1 to production')
  await world.hears(/web\/v1@\w{7} to production waits for its checks/)
  await world.web.commit('fix')
  await eventsFiled()
  await world.web.status('v1', 'ci/build', 'success')
  await world.hears(/to production is out/, longMs)
  expect(world.latest()?.sha).toBe(await world.web.sha('v1'))
})

test('a skipped check that stops the deployment is no reason to wait for four hours', async () => {
  world = await openWorld()
  await world.web.commit('fix')
  await world.web.checkRun('fix', 'build', 'skipped')
  world.says('deploy web/fix to production')
  await world.hears(/web\/fix to production: not green: build \(skipped\)/)
})
