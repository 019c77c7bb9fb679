import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWith } from '../stand-ins/needs.ts'
import { layHosts, type SshHost, type SshHosts } from '../stand-ins/sshd/index.ts'
import { appFiles, liveOn, programs } from '../workers/providers/capistrano/app.ts'
import { openWorld, until, type World } from './world.ts'

const longMs = 90_000
jest.setTimeout(4 * longMs)

describeWith(programs, 'Capistrano from a chat line to the final status', () => {
  let world: World
  let hosts: SshHosts
  let fe1: SshHost
  let fe2: SshHost

  beforeEach(async () => {
    hosts = layHosts()
    fe1 = await hosts.start('127.0.0.1')
    fe2 = await hosts.start('127.0.0.2')
    world = await openWorld({
      env: { WEB_KEY: hosts.key },
      web: {
        provider: 'capistrano',
        capistrano: { ssh_key: { env: 'WEB_KEY' }, known_hosts: [fe1.knownHost, fe2.knownHost] },
      },
    })
  })
  afterEach(async () => {
    await world.close()
    await hosts.stop()
  })

  const push = (more = '# as it was') =>
    world.web.commit('main', {
      files: appFiles({ hosts: [fe1, fe2], user: hosts.user, repository: world.web.cloneUrl, more }),
    })
  const ends = (nth: number, state: string) =>
    until(() => world.web.deployments()[nth]?.statuses.some((status) => status.state === state) || undefined, longMs)
  const live = () => [liveOn(fe1)?.sha, liveOn(fe2)?.sha]

  test('the commit on the hosts that were asked for, back again, a host that is none, and a cancel', async () => {
    await push()
    world.says('deploy web to production')
    await ends(0, 'success')
    const good = world.web.deployments()[0]?.sha
    expect(live()).toEqual([good, good])
    await world.hears(/to production is out/)

    await push('# newer')
    world.says('deploy web to production/127.0.0.2')
    await ends(1, 'success')
    expect(live()).toEqual([good, world.web.deployments()[1]?.sha])

    world.says('rollback web in production')
    await ends(2, 'success')
    expect(live()).toEqual([good, good])

    world.says('deploy web to production/fe9')
    await world.hears(/no server fe9; it has 127\.0\.0\.1 and 127\.0\.0\.2/, longMs)

    await push(`task(:slow) { on(roles(:all)) { execute "mkdir /srv/lock; touch /srv/slow; sleep 300" } }
      task(:unlock) { on(roles(:all)) { execute "rmdir /srv/lock" } }
      before "deploy:symlink:release", "slow"
      after "deploy:failed", "unlock"`)
    world.says('deploy web to production')
    await until(() => existsSync(join(fe1.root, 'slow')) || undefined, longMs)
    world.says('cancel')
    await ends(4, 'error')
    expect(world.web.deployments()[4]?.statuses.at(-1)?.description).toBe('cancelled by alice')
    expect(existsSync(join(fe1.root, 'lock'))).toBe(false)
    expect(live()).toEqual([good, good])
  })
})
