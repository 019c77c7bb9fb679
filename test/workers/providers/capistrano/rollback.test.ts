import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWith } from '../../../stand-ins/needs.ts'
import { liveOn, programs } from './app.ts'
import { type CapistranoBench, patienceMs, setUpCapistrano } from './bench.ts'

jest.setTimeout(patienceMs)

describeWith(programs, 'Capistrano rolls back', () => {
  let bench: CapistranoBench
  beforeEach(async () => {
    bench = await setUpCapistrano()
  })
  afterEach(async () => {
    bench.remove()
    await bench.hosts.stop()
  })

  test('to the recorded release, also after a deploy that failed in between, and builds nothing', async () => {
    const good = bench.commitApp()
    const { live } = await bench.carryOut()
    const was = liveOn(bench.fe1)
    bench.commitApp('# newer')
    await bench.carryOut()
    bench.commitApp('before("deploy:symlink:release", :broken) { on(roles(:all)) { execute "exit 1" } }')
    await bench.carryOut()

    const result = await bench.carryOut({ task: 'rollback', sha: good }, {}, live)
    expect(result).toMatchObject({ outcome: 'succeeded', live: { sha: good } })
    expect(was?.sha).toBe(good)
    expect([liveOn(bench.fe1), liveOn(bench.fe2)]).toEqual([was, was])
  })

  test('by deploying the commit again where its release is gone from a host, and says so', async () => {
    const good = bench.commitApp()
    const { live } = await bench.carryOut()
    const { release = '' } = liveOn(bench.fe2) ?? {}
    bench.commitApp('# newer')
    await bench.carryOut()
    rmSync(join(bench.fe2.root, 'production', 'releases', release), { recursive: true })

    const result = await bench.carryOut({ task: 'rollback', sha: good }, {}, live)
    expect(result).toMatchObject({ outcome: 'succeeded', live: { sha: good } })
    expect([liveOn(bench.fe1)?.sha, liveOn(bench.fe2)?.sha]).toEqual([good, good])
    expect(bench.log()).toContain(
      `release ${release} is gone from 127.0.0.2:${bench.fe2.port}, so ${good.slice(0, 7)} is deployed again`,
    )
  })
})
