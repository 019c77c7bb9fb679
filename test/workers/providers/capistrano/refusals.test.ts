import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWith } from '../../../stand-ins/needs.ts'
import { liveOn, programs } from './app.ts'
import { type CapistranoBench, patienceMs, setUpCapistrano } from './bench.ts'

jest.setTimeout(patienceMs)

describeWith(programs, 'Capistrano refuses before anything is changed', () => {
  let bench: CapistranoBench
  beforeEach(async () => {
    bench = await setUpCapistrano()
  })
  afterEach(async () => {
    bench.remove()
    await bench.hosts.stop()
  })

  test.each([
    [
      'a host that the stage does not have',
      { hosts: ['fe9'] },
      {},
      'production has no server fe9; it has 127.0.0.1 and 127.0.0.2',
    ],
    [
      'a host that may not be picked',
      { hosts: ['127.0.0.1'] },
      { hosts: ['127.0.0.2'] },
      '127.0.0.1 cannot be picked here, only 127.0.0.2',
    ],
    [
      'roles that no server has',
      {},
      { roles: ['cron'] },
      'no server of production is left after the filters; nothing would be deployed',
    ],
    [
      'a task that is not allowed',
      { task: 'deploy:restart' },
      {},
      'the task deploy:restart is not allowed here, only deploy and deploy:migrations; apps.json names more under capistrano.tasks',
    ],
    [
      'a task that the app does not have',
      { task: 'deploy:migrations' },
      {},
      'the Capfile has no task deploy:migrations; with capistrano/rails in it, `deploy` migrates by itself',
    ],
    ['a key that is none', {}, { ssh_key: { env: 'NO_KEY' } }, /^NO_KEY holds no private key/],
    ['a key that the hosts do not take', {}, { ssh_key: { env: 'WRONG_KEY' } }, /does not let .* in with this key/],
    [
      'a stage that the app does not have',
      {},
      { stage: 'qa' },
      'the app has no stage qa; name one that config/deploy has under capistrano.stage',
    ],
  ])('fails before anything is changed: %s', async (_, given, settings, summary) => {
    bench.commitApp()
    const result = await bench.carryOut(given, settings)
    expect(result).toEqual({ outcome: 'failed', summary: expect.stringMatching(summary) })
    expect([liveOn(bench.fe1), liveOn(bench.fe2)]).toEqual([undefined, undefined])
  })

  test('refuses a host whose key has changed, with both fingerprints, and runs nothing on any host', async () => {
    bench.commitApp()
    const pinned = bench.fe2.fingerprint
    await bench.fe2.changeKey()
    const refused = {
      outcome: 'failed',
      summary: `the host key of 127.0.0.2:${bench.fe2.port} has changed: expected ${pinned}, it showed ${bench.fe2.fingerprint}; find out why before anything else`,
    }
    expect(await bench.carryOut()).toEqual(refused)
    expect(existsSync(join(bench.fe1.root, 'production'))).toBe(false)
    expect(bench.fe2.log()).not.toContain('Accepted publickey')
  })

  test('refuses a host whose key is unknown, although net-ssh takes any key of 127.0.0.1', async () => {
    bench.commitApp()
    const { summary } = await bench.carryOut({}, { known_hosts: [bench.fe2.knownHost] })
    expect(summary).toBe(
      `the host key of 127.0.0.1:${bench.fe1.port} is unknown (${bench.fe1.fingerprint}); compare it on the host, then add it to known_hosts`,
    )
    expect(bench.fe1.log()).not.toContain('Accepted publickey')
  })

  test('reads pinned keys from a file too, and says so when there is none', async () => {
    bench.commitApp()
    const file = join(bench.folder, 'known')
    expect((await bench.carryOut({}, { known_hosts: file })).summary).toContain(
      `known_hosts cannot be read on the worker: ENOENT`,
    )
    writeFileSync(file, `${bench.fe1.knownHost}\n${bench.fe2.knownHost}\n`)
    expect((await bench.carryOut({}, { known_hosts: file })).outcome).toBe('succeeded')
  })

  test('says which host is down', async () => {
    bench.commitApp()
    await bench.fe2.stop()
    const { summary } = await bench.carryOut()
    expect(summary).toMatch(/^127\.0\.0\.2:\d+ cannot be reached: Connection refused/)
    expect(liveOn(bench.fe1)).toBeUndefined()
  })
})
