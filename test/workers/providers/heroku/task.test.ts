import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { heroku } from '../../../../workers/providers/heroku/index.ts'
import { gate, type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
beforeEach(async () => {
  bench = await setUpHeroku()
})
afterEach(() => bench.tidy())

const settings = { release_task: { 'deploy:migrate': 'rake db:migrate' } }
const migrate = { task: 'deploy:migrate', sha: 'a'.repeat(40) }
const dynoPost = /^POST \/apps\/acme-web\/dynos$/

test('runs its command in a one-off dyno, with what it prints in the log', async () => {
  bench.platform.plans.dyno = async (doing) => {
    doing.print('== CreateUsers: migrating\nProcess exited with status 9\n')
    return 0
  }
  expect(await bench.deployed(settings, migrate)).toMatchObject({
    outcome: 'succeeded',
    summary: '`rake db:migrate` ended well on acme-web',
    live: { handle: { release: bench.old.id } },
  })
  expect(bench.calls(dynoPost).map(({ body }) => body)).toEqual([
    { command: 'rake db:migrate', attach: false, time_to_live: 1_800 },
  ])
  expect(bench.log()).toContain(
    '\n== CreateUsers: migrating\nProcess exited with status 9\nProcess exited with status 0\n',
  )
  expect(bench.app.builds).toHaveLength(0)
})

test('is a failure with the exit code and the last lines when its command fails', async () => {
  bench.platform.plans.dyno = async (doing) => {
    doing.print('rake aborted!\n')
    return 7
  }
  expect(await bench.deployed(settings, migrate)).toMatchObject({
    outcome: 'failed',
    summary: '`rake db:migrate` ended with 7: rake aborted! / Process exited with status 7',
  })
})

test('leaves out what other dynos log, and what it has shown before', async () => {
  const done = gate()
  bench.app.log.print('2026-01-05T12:00:00.000000+00:00 app[web.1]: GET /\n')
  bench.platform.cut({ afterBytes: 150, by: 'reset' }, { afterBytes: 200, by: 'end' })
  bench.platform.plans.dyno = async (doing) => {
    for (let at = 0; at < 5; at++) doing.print(`step ${at}\n`)
    await done.opened
    return 0
  }
  const worker = bench.deploy(settings, migrate)
  await bench.logged('step 4\n')
  done.open()
  expect(await worker.ended).toMatchObject({ outcome: 'succeeded' })
  expect(bench.log().match(/^step \d$/gm)).toEqual(['step 0', 'step 1', 'step 2', 'step 3', 'step 4'])
  expect(bench.log()).not.toContain('GET /')
})

test('whose exit code Heroku does not tell ended nobody knows how', async () => {
  bench.platform.plans.dyno = async () => undefined
  expect(await bench.deployed(settings, migrate)).toMatchObject({ outcome: 'unknown' })
})

test('on another commit than the one that is live is refused: a dyno would run the wrong code', async () => {
  expect(await bench.deployed(settings, { task: 'deploy:migrate' })).toEqual({
    outcome: 'failed',
    summary: `acme-web runs aaaaaaa, not ${bench.sha.slice(0, 7)}, and a task runs on what is live; deploy ${bench.sha.slice(0, 7)} first, or ask for aaaaaaa`,
  })
  expect(bench.changes()).toEqual([])
})

describe('a task that has no command', () => {
  test('is refused before anything starts', () => {
    const parsed = heroku.settings.parse({ app: 'acme-web', ...settings })
    expect(heroku.refuses?.({ hosts: [], task: 'deploy:seed' }, parsed)).toBe(
      'deploy:seed is no task of this app (it has deploy, deploy:migrate); give it a command under heroku.release_task',
    )
    expect(heroku.refuses?.({ hosts: [], task: 'deploy:migrate' }, parsed)).toBeUndefined()
    expect(heroku.refuses?.({ hosts: [], task: 'deploy' }, parsed)).toBeUndefined()
  })

  test('never becomes a full deploy', async () => {
    expect(await bench.deployed({}, { task: 'deploy:migrate' })).toMatchObject({ outcome: 'failed' })
    expect(bench.changes()).toEqual([])
  })
})

describe('a dyno', () => {
  test('whose answer is lost is found by its command', async () => {
    bench.platform.fault({ call: dynoPost, how: 'answer lost' })
    const done = gate()
    bench.platform.plans.dyno = async () => {
      await done.opened
      return 0
    }
    const worker = bench.deploy(settings, migrate)
    await bench.called(/^GET .*dynos\/run/)
    done.open()
    expect(await worker.ended).toMatchObject({ outcome: 'succeeded' })
    expect(bench.calls(dynoPost)).toHaveLength(1)
  })

  test('that may have come and gone is not started again', async () => {
    bench.platform.fault({ call: dynoPost, how: 'call lost' })
    expect(await bench.deployed(settings, migrate)).toMatchObject({ outcome: 'unknown' })
    expect(bench.calls(dynoPost)).toHaveLength(1)
  })

  test('that Heroku could not serve is started again', async () => {
    bench.platform.fault({ call: dynoPost, how: { status: 503 } })
    expect(await bench.deployed(settings, migrate)).toMatchObject({ outcome: 'succeeded' })
  })

  test('goes on in the next worker, and is stopped by a cancel', async () => {
    bench.platform.plans.dyno = async (doing) => {
      doing.print('migrating\n')
      await gate().opened
      return 0
    }
    const worker = bench.deploy(settings, migrate)
    await bench.logged('migrating\n')
    worker.stop({ kind: 'shutdown' })
    await expect(worker.ended).rejects.toThrow()
    const next = bench.resume(worker.checkpoints.at(-1), settings, migrate)
    await bench.logged('goes on with it')
    next.stop({ kind: 'cancel', by: 'alice' })
    await expect(next.ended).rejects.toThrow()
    expect(await bench.cancel(worker.checkpoints.at(-1), settings)).toBe('stopped')
    expect(bench.calls(/^POST .*dynos\/run\.1000\/actions\/stop$/)).toHaveLength(1)
    expect(bench.calls(dynoPost)).toHaveLength(1)
  })

  test('that nobody saw start is not started by the next worker', async () => {
    const state = { step: 'task', command: 'rake db:migrate', others: [] }
    expect(await bench.resume(state, settings, migrate).ended).toMatchObject({ outcome: 'unknown' })
    expect(bench.changes()).toEqual([])
  })
})
