import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWith } from '../../../stand-ins/needs.ts'
import { isAlive } from '../../command/processes.ts'
import { liveOn, programs } from './app.ts'
import { type CapistranoBench, patienceMs, setUpCapistrano } from './bench.ts'

jest.setTimeout(patienceMs)

describeWith(programs, 'Capistrano on another host', () => {
  let bench: CapistranoBench
  let there: { readonly on: string; readonly forward_agent: boolean }
  beforeEach(async () => {
    bench = await setUpCapistrano()
    there = { on: `${bench.hosts.user}@127.0.0.2:${bench.fe2.port}`, forward_agent: true }
  })
  afterEach(async () => {
    bench.remove()
    await bench.hosts.stop()
  })

  test('runs there at the deployment’s commit, and leaves nothing there', async () => {
    const sha = bench.commitApp('puts "cap runs in #{Dir.pwd} with #{ENV["HOME"]} and #{ENV["GREETING"]}"')
    const greeting = 'it\'s "quoted" $(touch /tmp/pwned)'
    const result = await bench.carryOut({ hosts: ['127.0.0.1'] }, { ...there, env: { GREETING: greeting } })
    expect(result).toMatchObject({ outcome: 'succeeded', live: { sha } })
    expect(liveOn(bench.fe1)?.sha).toBe(sha)
    const [, folder = ''] = /^cap runs in (\S+) with/m.exec(bench.log()) ?? []
    expect(bench.log()).toContain(`with ${bench.fe2.root} and ${greeting}`)
    expect(folder).toMatch(/\/tree$/)
    expect(existsSync(folder.replace(/\/tree$/, ''))).toBe(false)
  })

  test('is cancelled there too, hooks and all', async () => {
    bench.commitApp(`task(:slow) { puts "cap is #{Process.pid}"; on(roles(:all)) { execute "echo pi''d $$; sleep 300" } }
      task(:unlock) { puts "unlocked" }
      before "deploy:symlink:release", "slow"
      after "deploy:failed", "unlock"`)
    const ended = bench.carryOut({ hosts: ['127.0.0.1'] }, there)
    await bench.logged('pid ')
    bench.cancel()
    expect(await ended).toEqual({ outcome: 'cancelled', summary: 'cancelled by alice' })
    expect(bench.log()).toContain('unlocked')
    const pids = [...bench.log().matchAll(/(?:pid|cap is) (\d+)/g)].map(([, pid]) => Number(pid))
    expect(new Set(pids).size).toBe(2)
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('does not start where the key of that host is not the pinned one', async () => {
    bench.commitApp()
    await bench.fe2.changeKey()
    expect((await bench.carryOut({}, there)).summary).toBe(
      `the host key of ${there.on} has changed: it showed ${bench.fe2.fingerprint}; compare it on the host`,
    )
  })
})
