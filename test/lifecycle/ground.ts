import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SandboxGitHub, type SandboxRepository, startSandboxGitHub } from '../../sandbox/github/index.ts'
import { preparedEngine } from '../prepared-engine.ts'
import { script, webhookSecret } from './world.ts'

export interface GroundOptions {
  /** Milliseconds since 1970, for GitHub. */
  readonly clock?: () => number
}

/** A GitHub with one repository, and all that a process of Slipway has to be told to deploy it. */
export interface Ground {
  readonly github: SandboxGitHub
  readonly web: SandboxRepository
  readonly appsFile: string
  /** Variables of every process. Without an engine's address they share the embedded one's directory. */
  readonly env: { readonly [name: string]: string }
  /** Lines the deploy script wrote. */
  journal(): Promise<string[]>
  /** States that GitHub was told of the nth deployment, in order. */
  states(nth: number): string[]
  close(): Promise<void>
}

export async function layGround({ clock }: GroundOptions = {}): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-ground-'))
  const github = await startSandboxGitHub({ dir: join(dir, 'github'), ...(clock && { clock }) })
  const web = await github.createRepository('acme/web', { files: { 'script/deploy': script } })
  const journalFile = join(dir, 'journal')
  const appsFile = join(dir, 'apps.json')
  const dataDir = join(dir, 'data')
  await preparedEngine(join(dataDir, 'engine'))
  const entry = {
    repository: 'acme/web',
    provider: 'shell',
    git: web.cloneUrl,
    environments: ['staging', 'production'],
    shell: { command: ['sh', 'script/deploy'], env: { JOURNAL: journalFile } },
  }
  await writeFile(appsFile, JSON.stringify({ web: entry }))

  return {
    github,
    web,
    appsFile,
    env: {
      PATH: process.env['PATH'] ?? '',
      USER: 'alice',
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: webhookSecret,
      HUBOT_DEPLOY_APPS_JSON: appsFile,
      HUBOT_ADAPTER: 'shell',
      PORT: '0',
      DATA_DIR: dataDir,
    },
    async journal() {
      const text = await readFile(journalFile, 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    states: (nth) => web.deployments()[nth]?.statuses.map(({ state }) => state) ?? [],
    async close() {
      await github.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
