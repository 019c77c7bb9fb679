import { join } from 'node:path'
import type { Scenes, Stage } from '../../../../workers/conformance/index.ts'
import { layHosts } from '../../../stand-ins/sshd/index.ts'
import { appFiles, liveOn } from '../../providers/capistrano/app.ts'

/** What deploy.rb does before it deploys, as MODE says. */
const modes = `namespace(:deploy) { task(:hello) { on(roles(:all)) { execute "echo hello" } } }
task :mode do
  case ENV["MODE"]
  when "lasts" then on(roles(:all)) { execute "echo begins; sleep 300" }
  when "loud" then system("script/loud")
  when "tells" then puts ENV["KEY"], [ENV["KEY"]].pack("m0")
  end
end
before "deploy:starting", "mode"
`

/** A real Capistrano and two real sshd's. */
export async function conformance({ folder }: Stage): Promise<Scenes> {
  const hosts = layHosts()
  const [fe1, fe2] = [await hosts.start('127.0.0.1'), await hosts.start('127.0.0.2')]
  const succeeds = {
    ssh_key: { env: 'WEBAPP_KEY' },
    known_hosts: [fe1.knownHost, fe2.knownHost],
    hosts: ['127.0.0.1', '127.0.0.2'],
    tasks: ['deploy:hello'],
  }
  return {
    files: appFiles({ hosts: [fe1, fe2], user: hosts.user, repository: join(folder, '../repository'), more: modes }),
    env: { WEBAPP_KEY: hosts.key },
    succeeds,
    lasts: { ...succeeds, env: { MODE: 'lasts' } },
    // On one host: what is measured is the output.
    loud: { ...succeeds, roles: ['db'], env: { MODE: 'loud' } },
    secret: { ...succeeds, env: { MODE: 'tells', KEY: { env: 'WEBAPP_TOKEN' } } },
    hosts: ['127.0.0.2'],
    task: 'deploy:hello',
    live: () => [liveOn(fe1)?.sha ?? null, liveOn(fe2)?.sha ?? null],
    close: () => hosts.stop(),
  }
}
