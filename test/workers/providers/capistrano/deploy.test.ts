import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { capistrano } from '../../../../workers/providers/capistrano/index.ts'
import { describeWith } from '../../../stand-ins/needs.ts'
import { liveOn, programs } from './app.ts'
import { type CapistranoBench, patienceMs, setUpCapistrano } from './bench.ts'

jest.setTimeout(patienceMs)

describeWith(programs, 'Capistrano over ssh', () => {
  let bench: CapistranoBench
  beforeEach(async () => {
    bench = await setUpCapistrano()
  })
  afterEach(async () => {
    bench.remove()
    await bench.hosts.stop()
  })

  test('leaves the deployment’s commit on every host, although the branch has moved on', async () => {
    const sha = bench.commitApp()
    bench.repository.commit({ later: 'x' })
    const result = await bench.carryOut({ sha, ref: 'main' })
    expect(result).toMatchObject({ outcome: 'succeeded', live: { sha } })
    expect([liveOn(bench.fe1)?.sha, liveOn(bench.fe2)?.sha]).toEqual([sha, sha])
    const { release } = liveOn(bench.fe1) ?? {}
    expect(result.live?.handle).toEqual({
      [`127.0.0.1:${bench.fe1.port}`]: release,
      [`127.0.0.2:${bench.fe2.port}`]: release,
    })
    expect(readFileSync(join(bench.fe1.root, 'production', 'revisions.log'), 'utf8')).toContain(sha)
    expect(bench.log()).toContain('deploy:symlink:release')
  })

  test('touches only the hosts that were asked for', async () => {
    const sha = bench.commitApp()
    const result = await bench.carryOut({ hosts: ['127.0.0.2'] }, { hosts: ['127.0.0.1', '127.0.0.2'] })
    expect(result.outcome).toBe('succeeded')
    expect([liveOn(bench.fe1), liveOn(bench.fe2)?.sha]).toEqual([undefined, sha])
    expect(bench.fe1.log()).not.toContain('Accepted publickey')
  })

  test('touches only servers with a role that is configured', async () => {
    bench.commitApp()
    expect((await bench.carryOut({}, { roles: ['db'] })).outcome).toBe('succeeded')
    expect(bench.fe2.log()).not.toContain('Accepted publickey')
  })

  test('a task that fails is a failure with the reason, and what was live stays', async () => {
    const good = bench.commitApp()
    await bench.carryOut()
    bench.commitApp(`before "deploy:symlink:release", :migrate do
      on(roles(:db)) { execute "echo no such column >&2; exit 7" }
    end`)
    const result = await bench.carryOut()
    expect(result).toMatchObject({ outcome: 'failed', before: { sha: good } })
    expect(result.summary).toMatch(/^cap production ended with 1: .*no such column/)
    expect([liveOn(bench.fe1)?.sha, liveOn(bench.fe2)?.sha]).toEqual([good, good])
    expect(bench.log()).toContain(`127.0.0.1:${bench.fe1.port} runs ${good.slice(0, 7)}`)
  })

  test('a deploy that ends well without the commit on the hosts is a failure', async () => {
    bench.commitApp(`after "deploy:set_current_revision", :spoil do
      on(roles(:db)) { execute "echo #{"f" * 40} > #{release_path}/REVISION" }
    end`)
    const { outcome, summary } = await bench.carryOut()
    expect(outcome).toBe('failed')
    expect(summary).toMatch(/^cap ended well, but not at [0-9a-f]{7}: 127\.0\.0\.1:\d+ has fffffff$/)
  })

  test('runs other tasks that are allowed, which need not deploy anything', async () => {
    const sha = bench.commitApp()
    await bench.carryOut()
    bench.commitApp('namespace(:deploy) { task(:hello) { on(roles(:all)) { execute "echo hello from $HOME" } } }')
    const result = await bench.carryOut({ task: 'deploy:hello' }, { tasks: ['deploy:hello'] })
    expect(result).toMatchObject({ outcome: 'succeeded', live: { sha } })
    expect(bench.log()).toContain(`hello from ${bench.fe1.root}`)
  })

  test('staging and production of one repository at once each ship their own commit', async () => {
    const staging = bench.commitApp()
    const production = bench.commitApp('# newer')
    const results = await Promise.all([
      bench.carryOut({ environment: 'staging', sha: staging }),
      bench.carryOut({ environment: 'production', sha: production }),
    ])
    expect(results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded'])
    expect([liveOn(bench.fe1, 'staging')?.sha, liveOn(bench.fe2, 'staging')?.sha]).toEqual([staging, staging])
    expect([liveOn(bench.fe1)?.sha, liveOn(bench.fe2)?.sha]).toEqual([production, production])
  })

  test('asks the hosts what is live', async () => {
    const sha = bench.commitApp()
    await bench.carryOut()
    const { job, context, close } = bench.open()
    expect(await capistrano.current?.(job, capistrano.settings.parse(bench.settings), context)).toMatchObject({ sha })
    await close()
  })
})
