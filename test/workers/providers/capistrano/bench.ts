import { capistrano } from '../../../../workers/providers/capistrano/index.ts'
import type { Settings } from '../../../../workers/providers/capistrano/settings.ts'
import type { Job, Result, Snapshot } from '../../../../workers/providers/provider.ts'
import { layHosts, type SshHost, type SshHosts } from '../../../stand-ins/sshd/index.ts'
import { setUpWorkbench, type Workbench } from '../workbench.ts'
import { appFiles } from './app.ts'

/** A deploy is some thirty commands on each host. */
export const patienceMs = 120_000

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
        ...appFiles({ hosts: [fe1, fe2], user: hosts.user, repository: repository.path, more }),
        ...files,
      }),
    carryOut,
  }
}
