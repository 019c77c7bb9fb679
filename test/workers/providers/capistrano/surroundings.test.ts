import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { describeWith } from '../../../stand-ins/needs.ts'
import { liveOn, programs } from './app.ts'
import { type CapistranoBench, patienceMs, setUpCapistrano } from './bench.ts'

jest.setTimeout(patienceMs)

const gemfile = ['capistrano', 'ed25519', 'bcrypt_pbkdf'].map((name) => `gem "${name}"\n`).join('')

describeWith(programs, 'What cap has around it', () => {
  let bench: CapistranoBench
  beforeEach(async () => {
    bench = await setUpCapistrano()
  })
  afterEach(async () => {
    bench.remove()
    await bench.hosts.stop()
  })

  test('the key is in an agent of the run, which is gone afterwards, and is not forwarded unless that is wanted', async () => {
    bench.commitApp(`before "deploy:started", :show do
      puts "agent #{ENV["SSH_AUTH_SOCK"]}"
      on(roles(:db)) { execute "echo forwarded=$SSH_AUTH_SOCK." }
    end`)
    await bench.carryOut()
    const [, socket = ''] = /^agent (.*)$/m.exec(bench.log()) ?? []
    expect(socket).toContain('slipway-agent-')
    expect(existsSync(socket)).toBe(false)
    expect(bench.log()).toContain('forwarded=.')
    await bench.carryOut({}, { forward_agent: true })
    expect(bench.log()).toMatch(/forwarded=\/\S+/)
  })

  test('goes through a gateway, whose key is pinned too', async () => {
    bench.commitApp()
    const gateway = `${bench.hosts.user}@127.0.0.2:${bench.fe2.port}`
    expect((await bench.carryOut({ hosts: ['127.0.0.1'] }, { gateway })).outcome).toBe('succeeded')
    expect(liveOn(bench.fe1)).toBeDefined()
    expect(bench.fe2.log()).toContain('Accepted publickey')
    await bench.fe2.changeKey()
    const { summary } = await bench.carryOut({ hosts: ['127.0.0.1'] }, { gateway })
    expect(summary).toContain('cannot be reached')
    expect(bench.log()).toContain('Host key verification failed')
  })

  test('shows the app neither the worker’s variables nor the key, and the log no secret', async () => {
    bench.commitApp('ENV.each { |name, value| puts "#{name}=#{value}" if name != "PATH" }')
    process.env['WORKER_OWN'] = 'not for commands'
    await bench.carryOut({ reason: '$(touch /tmp/pwned)' }, { env: { LEVEL: '2', TOKEN: { env: 'WRONG_KEY' } } })
    delete process.env['WORKER_OWN']
    expect(bench.log()).toContain('LEVEL=2')
    expect(bench.log()).toContain('DEPLOY_REASON=$(touch /tmp/pwned)')
    expect(bench.log()).not.toMatch(/WORKER_OWN|PRIVATE KEY/)
  })

  test('uses bundler where there is a Gemfile', async () => {
    bench.commitApp('puts "bundled by #{ENV["BUNDLE_GEMFILE"]}"', { Gemfile: gemfile })
    expect((await bench.carryOut()).summary).toMatch(/ended well/)
    expect(bench.log()).toMatch(/bundled by .*Gemfile/)
  })

  test('with Capistrano 2 it is the commit as an option, and keys are checked all the same', async () => {
    const lock = 'GEM\n  specs:\n    capistrano (2.15.11)\n'
    const cap = `#!/usr/bin/env ruby
      exit if ARGV.first == "check"
      puts ARGV.join(" ")
      puts "only #{ENV["HOSTFILTER"]} at #{ENV["BRANCH"]}"
      require "net/ssh"
      [${bench.fe1.port}, ${bench.fe2.port}].zip(["127.0.0.1", "127.0.0.2"]).each do |port, host|
        Net::SSH.start(host, "${bench.hosts.user}", port: port) { |ssh| puts ssh.exec!("echo in $HOME") }
      end`
    const sha = bench.commitApp('', { Gemfile: '', 'Gemfile.lock': lock, 'bin/bundle': cap })
    const PATH = `${bench.repository.path}/bin:${process.env['PATH']}`
    const given = { sha, hosts: ['127.0.0.1'] }
    const pinned = { env: { PATH }, known_hosts: [bench.fe1.knownHost] }
    expect((await bench.carryOut(given, pinned)).outcome).toBe('failed')
    expect(bench.log()).toMatch(/fingerprint SHA256:\S+ is unknown for/)
    expect(bench.log()).toContain(`exec cap production deploy -s branch=${sha}\nonly 127.0.0.1 at ${sha}\n`)
    expect(bench.log()).toContain(`in ${bench.fe1.root}`)
    expect(bench.fe2.log()).not.toContain('Accepted publickey')
    const result = await bench.carryOut(given, { env: { PATH } })
    expect(result).toMatchObject({ outcome: 'succeeded', live: { sha } })
  })
})
