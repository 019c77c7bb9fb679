import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { capistrano } from '../../../../workers/providers/capistrano/index.ts'
import type { Settings } from '../../../../workers/providers/capistrano/settings.ts'
import type { Job, Result, Snapshot } from '../../../../workers/providers/provider.ts'
import { layHosts, type SshHost, type SshHosts } from '../../../stand-ins/sshd/index.ts'
import { setUpWorkbench, type Workbench } from '../workbench.ts'

export const programs = ['cap', 'sshd', 'ssh-agent', 'ssh-keygen']

/** A deploy is some thirty commands on each host. */
export const patienceMs = 120_000

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

export interface CapistranoBench extends Workbench {
  readonly hosts: SshHosts
  readonly fe1: SshHost
  readonly fe2: SshHost
  /** Key, pins and the rest, as apps.json has them. */
  readonly settings: { readonly [name: string]: unknown }
  /** Commits the app with these lines at the end of its deploy.rb; the commit's id. */
  commitApp(more?: string, files?: Record<string, string>): string
  /** Carries out, and ends what a cancel has left, as the lifecycle does. */
  carryOut(given?: Partial<Job>, settings?: object, previous?: Snapshot): Promise<Result>
}

/** Two hosts and an app that Capistrano deploys to them, with everything between them as it is in production. */
export async function setUpCapistrano(): Promise<CapistranoBench> {
  const hosts = layHosts()
  const fe1 = await hosts.start('127.0.0.1')
  const fe2 = await hosts.start('127.0.0.2')
  const bench = setUpWorkbench({ WEBAPP_KEY: hosts.key, WRONG_KEY: hosts.wrongKey, NO_KEY: 'not a key at all' })
  const { repository } = bench
  const settings = { ssh_key: { env: 'WEBAPP_KEY' }, known_hosts: [fe1.knownHost, fe2.knownHost] }
  const stage = [fe1, fe2]
    .map(
      ({ address, port }, at) =>
        `server "${address}", port: ${port}, user: "${hosts.user}", roles: %w{${at ? 'app' : 'app db'}}\n`,
    )
    .join('')

  async function carryOut(given: Partial<Job> = {}, more: object = {}, previous?: Snapshot): Promise<Result> {
    const { job, context, close } = bench.open(given)
    const configured = capistrano.settings.parse({ ...settings, ...more })
    try {
      const result = await (previous
        ? capistrano.rollback?.({ ...job, previous }, configured, context)
        : capistrano.deploy(job, configured, context))
      if (result === undefined) throw new Error('there is no rollback')
      return result
    } finally {
      await close()
      if (context.signal.aborted) await endOnHosts(job, configured)
    }
  }

  async function endOnHosts(job: Job, configured: Settings): Promise<void> {
    const { context, close } = bench.open(job, new AbortController().signal)
    await capistrano.cancel?.(job, configured, {}, context)
    await close()
  }

  return {
    ...bench,
    hosts,
    fe1,
    fe2,
    settings,
    commitApp: (more = '', files = {}) =>
      repository.commit({
        Capfile: capfile,
        'config/deploy.rb': deployRb(repository.path) + more,
        'config/deploy/production.rb': stage,
        'config/deploy/staging.rb': stage,
        ...files,
      }),
    carryOut,
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
