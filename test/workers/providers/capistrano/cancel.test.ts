import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWith } from '../../../stand-ins/needs.ts'
import { isAlive } from '../../command/processes.ts'
import { liveOn, programs } from './app.ts'
import { type CapistranoBench, patienceMs, setUpCapistrano } from './bench.ts'

jest.setTimeout(patienceMs)

describeWith(programs, 'Capistrano is cancelled', () => {
  let bench: CapistranoBench
  beforeEach(async () => {
    bench = await setUpCapistrano()
  })
  afterEach(async () => {
    bench.remove()
    await bench.hosts.stop()
  })

  test('a cancel lets Capistrano’s own hooks run, and leaves no process, here or on a host', async () => {
    const good = bench.commitApp()
    await bench.carryOut()
    bench.commitApp(`task(:lock) { on(roles(:all)) { execute "mkdir /srv/lock" } }
      task(:unlock) { on(roles(:all)) { execute "rmdir /srv/lock" } }
      task(:slow) { on(roles(:all)) { execute "echo pi''d $$; sleep 300; touch /srv/too-late" } }
      before "deploy:started", "lock"
      before "deploy:symlink:release", "slow"
      after "deploy:failed", "unlock"
      after "deploy:finished", "unlock"`)
    const ended = bench.carryOut()
    await bench.logged('pid ')
    bench.cancel()
    expect(await ended).toEqual({ outcome: 'cancelled', summary: 'cancelled by alice' })
    expect(bench.log()).toContain('asked it to stop (INT)')
    expect(bench.log()).toContain('nothing of it runs on the hosts any more')
    const pids = [...bench.log().matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid))
    expect(pids).not.toEqual([])
    expect(pids.filter(isAlive)).toEqual([])
    expect([existsSync(join(bench.fe1.root, 'lock')), existsSync(join(bench.fe2.root, 'lock'))]).toEqual([false, false])
    expect([liveOn(bench.fe1)?.sha, liveOn(bench.fe2)?.sha]).toEqual([good, good])
  })
})
