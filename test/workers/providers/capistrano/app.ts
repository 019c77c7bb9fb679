import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SshHost } from '../../../stand-ins/sshd/index.ts'

/** What the tests with a real Capistrano call. */
export const programs = ['cap', 'sshd', 'ssh-agent', 'ssh-keygen']

const capfile = `require "capistrano/setup"
require "capistrano/deploy"
require "capistrano/scm/git"
install_plugin Capistrano::SCM::Git
`

const deployRb = (repository: string) => `set :application, "webapp"
set :repo_url, "${repository}"
set :deploy_to, "/srv/#{fetch(:stage)}"
set :branch, "main"
set :ssh_options, { forward_agent: true, verify_host_key: :never }
`

export interface App {
  readonly hosts: readonly SshHost[]
  readonly user: string
  /** What the hosts clone. */
  readonly repository: string
  /** Lines at the end of deploy.rb. */
  readonly more: string
}

/** Files of an app that Capistrano deploys to these hosts; the first is the one with a database. */
export function appFiles({ hosts, user, repository, more }: App): { [path: string]: string } {
  const stage = hosts
    .map(
      ({ address, port }, at) =>
        `server "${address}", port: ${port}, user: "${user}", roles: %w{${at === 0 ? 'app db' : 'app'}}\n`,
    )
    .join('')
  return {
    Capfile: capfile,
    'config/deploy.rb': deployRb(repository) + more,
    'config/deploy/production.rb': stage,
    'config/deploy/staging.rb': stage,
  }
}

/** What is live on a host: the commit that its REVISION says, and its release. */
export function liveOn({ root }: SshHost, stage = 'production') {
  const current = join(root, stage, 'current')
  if (!existsSync(current)) return undefined
  const revision = join(current, 'REVISION')
  return {
    sha: existsSync(revision) ? readFileSync(revision, 'utf8').trim() : undefined,
    release: basename(realpathSync(current)),
  }
}
