import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Wait } from '../../core/records/wait.ts'
import { createReporter } from '../../workers/reporter.ts'
import { sweepWait } from '../../workers/waits.ts'
import { eventsFiled } from './events-filed.ts'
import { openWorld, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  const strict = { repository: 'acme/web', provider: 'shell', required_contexts: ['ci/build'], environments: ['qa'] }
  world = await openWorld({ apps: { strict: { ...strict, shell: { command: ['true'] } } } })
}, 60_000)
afterEach(() => world.github.faults.clear())
afterAll(() => world.close())

const longMs = 20_000
const minuteMs = 60_000

interface Waiting {
  readonly branch: string
  readonly sha: string
  readonly wait: Wait
}

let branches = 0

/** A branch of its own, with commits up to now of the default branch. */
async function aBranch(): Promise<{ branch: string; sha: string }> {
  branches += 1
  const branch = `fix-${branches}`
  return { branch, sha: await world.web.commit(branch) }
}

/** A command that waits because `ci/build` is still running. */
async function aWait(): Promise<Waiting> {
  const made = await aBranch()
  await world.web.status(made.branch, 'ci/build', 'pending')
  return ask(made)
}

async function ask({ branch, sha }: { branch: string; sha: string }): Promise<Waiting> {
  world.says(`deploy web/${branch} to production`)
  await world.hears(new RegExp(`web/${branch}@${sha.slice(0, 7)} to production waits for its checks`), longMs)
  return { branch, sha, wait: await waitFor(sha) }
}

const waits = () => world.slipway.ports.records.waits

async function waitFor(sha: string): Promise<Wait> {
  const [only, ...more] = (await waits().list()).filter(({ value }) => value.sha === sha)
  if (!only || more.length > 0) throw new Error(`there is not exactly one command that waits for ${sha}`)
  return only.value
}

/** The wait goes on under another id, so the looks planned at its beginning find nothing: only an event can start it now. */
async function aWaitWithoutOwnLooks(): Promise<Waiting> {
  return withoutOwnLooks(await aWait())
}

async function withoutOwnLooks({ wait, ...rest }: Waiting): Promise<Waiting> {
  const quiet = { ...wait, id: `quiet-${wait.id}` }
  await waits().create(quiet.id, quiet)
  await waits().delete(wait.id)
  return { ...rest, wait: quiet }
}

/** A turn of the sweep for this wait, with so much of its time gone by. */
async function sweepAfter(ms: number, { wait: { id } }: Waiting): Promise<void> {
  const { ports } = world.slipway
  const moved = await waits().update(id, (wait) => ({
    ...wait,
    createdAt: wait.createdAt - ms,
    until: wait.until - ms,
    ...(wait.claimedAt !== undefined && { claimedAt: wait.claimedAt - ms }),
  }))
  const askPlatform = async () => ({ kind: 'cannot' }) as const
  if (moved) await sweepWait({ ports, reporter: createReporter(ports), askPlatform }, moved.value)
}

const deployed = (sha: string) => world.web.deployments().filter((made) => made.sha === sha)
const isOut = ({ branch }: { branch: string }) => world.hears(new RegExp(`web/${branch}@\\w{7} to \\w+ is out`), longMs)
const waitsNoLonger = ({ branch }: Waiting, why: string) =>
  world.hears(
    new RegExp(
      `web/${branch} to production waits no longer: ${why}\n +to ask again: \`deploy web/${branch} to production\``,
    ),
    longMs,
  )
const creates = () =>
  world.github
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/deployments'))
    .map(({ body }) => body)

test('a commit that is not green yet is waited for, and its exact sha starts once it is', async () => {
  const made = await aBranch()
  const { branch, sha } = made
  await world.web.status(branch, 'ci/lint', 'success')
  await world.web.status(branch, 'ci/build', 'pending')
  world.github.clearRequests()
  await ask(made)
  expect(world.heard()).toMatch(/ci\/build is pending\n/)
  expect(world.heard()).not.toContain('ci/lint')
  expect(deployed(sha)).toHaveLength(0)

  await world.web.status(branch, 'ci/build', 'success')
  await world.hears(new RegExp(`web/${branch}@\\w{7} is green: deploying it to production now, as #\\d+`))
  await isOut(made)
  expect(deployed(sha)).toHaveLength(1)
  expect(creates()[0]).toMatchObject({ ref: branch, auto_merge: true })
  expect(creates().at(-1)).toMatchObject({ ref: sha, auto_merge: false, payload: { branch, name: 'web' } })
})

test('two green statuses arriving together start one deployment', async () => {
  const made = await aBranch()
  await world.web.status(made.branch, 'ci/build', 'pending')
  await world.web.status(made.branch, 'ci/test', 'pending')
  await withoutOwnLooks(await ask(made))
  world.github.holdWebhooks()
  await world.web.status(made.branch, 'ci/build', 'success')
  await world.web.status(made.branch, 'ci/test', 'success')
  await world.github.releaseWebhooks()
  await isOut(made)
  await eventsFiled(world)
  expect(deployed(made.sha)).toHaveLength(1)
  expect(world.heard().match(new RegExp(`${made.branch}@\\w{7} is green`, 'g'))).toHaveLength(1)
})

test.each([
  ['check_run', 'check_suite'],
  ['check_suite', 'check_run'],
])('a %s event alone starts what waited for a check run', async (_, lost) => {
  const made = await aBranch()
  await world.web.checkRun(made.branch, 'build')
  await withoutOwnLooks(await ask(made))
  world.github.faults.delivery({ event: lost, times: 10, fate: 'dropped' })
  await world.web.checkRun(made.branch, 'build', 'success')
  await isOut(made)
  expect(deployed(made.sha)).toHaveLength(1)
})

describe('a branch behind the default branch', () => {
  test('is merged by GitHub, waits for the checks of the merge and ships the merge by itself', async () => {
    const { branch } = await aBranch()
    await world.web.commit('main')
    world.says(`deploy strict/${branch} to qa`)
    await world.hears(
      new RegExp(
        `strict/${branch}@\\w{7} to qa: Auto-merged main into ${branch} on deployment\\. It waits for the checks of the merge`,
      ),
    )
    const merge = (await world.web.head(branch)) ?? ''
    expect(deployed(merge)).toHaveLength(0)
    await world.web.status(branch, 'ci/build', 'success')
    await world.hears(new RegExp(`strict/${branch}@\\w{7} is green: deploying it to qa now`), longMs)
    expect(deployed(merge)).toHaveLength(1)
  })

  test('does not wait for ever for checks when the merge has none', async () => {
    const made = await aBranch()
    await world.web.commit('main')
    world.says(`deploy web/${made.branch} to staging`)
    await world.hears(new RegExp(`Auto-merged main into ${made.branch}`))
    await isOut(made)
  })
})

describe('the waiting ends with a word and the command that repeats it', () => {
  test('when a check turns red', async () => {
    const waiting = await aWait()
    await world.web.status(waiting.branch, 'ci/build', 'failure')
    await waitsNoLonger(waiting, 'ci/build \\(failure\\) did not pass')
    expect(deployed(waiting.sha)).toHaveLength(0)
  })

  test('when somebody pushes to the branch, and a late green of the old commit starts nothing', async () => {
    const waiting = await aWait()
    await aBranch()
    const fresh = await world.web.commit(waiting.branch)
    const [to, from] = [fresh.slice(0, 7), waiting.sha.slice(0, 7)]
    await waitsNoLonger(waiting, `${waiting.branch} moved on to ${to}, and it waited for ${from}`)
    await world.web.status(waiting.sha, 'ci/build', 'success')
    await eventsFiled(world)
    expect(deployed(waiting.sha)).toHaveLength(0)
    expect((await waitFor(waiting.sha)).state).toBe('ended')
  })

  test('when nobody was told of the push, at the next look of our own', async () => {
    const waiting = await aWaitWithoutOwnLooks()
    world.github.faults.delivery({ event: 'push', fate: 'dropped' })
    await world.web.commit(waiting.branch)
    await sweepAfter(minuteMs + 1, waiting)
    await waitsNoLonger(waiting, `${waiting.branch} moved on to \\w{7}, and it waited for \\w{7}`)
  })

  test('after four hours', async () => {
    const waiting = await aWait()
    await sweepAfter(4 * 60 * minuteMs - minuteMs, waiting)
    expect((await waitFor(waiting.sha)).state).not.toBe('ended')
    await until(async () => ((await waitFor(waiting.sha)).state === 'waiting' ? true : undefined))
    await sweepAfter(2 * minuteMs, waiting)
    await waitsNoLonger(waiting, '\\w{7} was not green after four hours')
  })

  test('when somebody cancels it', async () => {
    const waiting = await aWait()
    world.says('cancel')
    await world.hears(new RegExp(`web/${waiting.branch} to production: cancelled by alice before it started`))
    await world.web.status(waiting.branch, 'ci/build', 'success')
    await eventsFiled(world)
    expect(deployed(waiting.sha)).toHaveLength(0)
  })
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
    const waiting = await aWaitWithoutOwnLooks()
    world.github.faults.nextCreate({ answers: { status: 409, body: notYet } })
    await world.web.status(waiting.branch, 'ci/build', 'success')
    await isOut(waiting)
    expect(deployed(waiting.sha)).toHaveLength(1)
  })

  test('without any event, our own look finds it green', async () => {
    const waiting = await aWaitWithoutOwnLooks()
    world.github.faults.delivery({ event: 'status', fate: 'dropped' })
    await world.web.status(waiting.branch, 'ci/build', 'success')
    await sweepAfter(minuteMs / 2, waiting)
    expect((await waitFor(waiting.sha)).state).toBe('waiting')
    await sweepAfter(minuteMs / 2 + 1, waiting)
    await isOut(waiting)
  })

  test('a limit on our requests delays the start, and does not end the waiting', async () => {
    const waiting = await aWaitWithoutOwnLooks()
    world.github.faults.nextCreate({ answers: { status: 429, headers: { 'retry-after': '1' } } })
    await world.web.status(waiting.branch, 'ci/build', 'success')
    await isOut(waiting)
  })

  test('a GitHub that is down is asked again when it is back', async () => {
    const waiting = await aWaitWithoutOwnLooks()
    world.github.clearRequests()
    world.github.faults.nextCreate({ times: 2, answers: 'html' })
    await world.web.status(waiting.branch, 'ci/build', 'success')
    await until(() => creates().length === 2 || undefined, longMs)
    await eventsFiled(world)
    await sweepAfter(minuteMs + 1, waiting)
    await sweepAfter(minuteMs + 1, waiting)
    await isOut(waiting)
    expect(deployed(waiting.sha)).toHaveLength(1)
  })

  test('a start whose answer was lost is not made twice', async () => {
    const waiting = await aWaitWithoutOwnLooks()
    world.github.faults.nextCreate({ carriedOut: true, answers: 'reset' })
    await world.web.status(waiting.branch, 'ci/build', 'success')
    await world.hears(new RegExp(`web/${waiting.branch}@\\w{7} is green`), longMs)
    await isOut(waiting)
    expect(deployed(waiting.sha)).toHaveLength(1)
  })
})

test('a tag is waited for too, whatever is pushed to branches', async () => {
  const { branch, sha } = await aBranch()
  await world.web.tag('v1', branch)
  await world.web.status(branch, 'ci/build', 'pending')
  const waiting = await ask({ branch: 'v1', sha })
  await world.web.commit(branch)
  await eventsFiled(world)
  expect(waiting.wait.branch).toBeUndefined()
  await world.web.status(sha, 'ci/build', 'success')
  await isOut(waiting)
  expect(deployed(sha)).toHaveLength(1)
})

test('a skipped check that stops the deployment is no reason to wait for four hours', async () => {
  const { branch } = await aBranch()
  await world.web.checkRun(branch, 'build', 'skipped')
  world.says(`deploy web/${branch} to production`)
  await world.hears(new RegExp(`web/${branch} to production: not green: build \\(skipped\\)`))
})

test('a waiting command survives restarts, and so does what turned green meanwhile', async () => {
  const first = await aWait()
  const second = await aWaitWithoutOwnLooks()
  world.github.faults.delivery({ event: 'status', fate: 'dropped' })
  await world.web.status(second.branch, 'ci/build', 'success')
  await world.restart()
  await world.web.status(first.branch, 'ci/build', 'success')
  await isOut(first)
  await sweepAfter(minuteMs + 1, second)
  await isOut(second)
  expect(deployed(first.sha)).toHaveLength(1)
  expect(deployed(second.sha)).toHaveLength(1)
}, 60_000)
