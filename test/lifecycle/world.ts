import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { type Slipway, startSlipway } from '../../bin/start-slipway.ts'
import { readConfig } from '../../core/config/read-config.ts'
import type { Json } from '../../core/json.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { secretsOfEnvironment } from '../../core/secrets/secrets-of-environment.ts'
import type { Surface } from '../../scripts/surface.ts'
import type { RunDetails } from '../../sandbox/github/hub.ts'
import { type SandboxGitHub, type SandboxRepository, startSandboxGitHub } from '../../sandbox/github/index.ts'
import { preparedEngine } from '../prepared-engine.ts'

export const webhookSecret = 'a-webhook-secret-of-the-tests'

/** Writes what it did into a journal outside the tree; takes as long as the file `seconds` of its commit says. */
export const script = `#!/bin/sh
echo "start $DEPLOY_ID $DEPLOY_APP/$DEPLOY_ENVIRONMENT $(git rev-parse HEAD)" >> "$JOURNAL"
echo "deploying $DEPLOY_REF to $DEPLOY_ENVIRONMENT"
[ -f says ] && sh ./says
[ -f seconds ] && sleep "$(cat seconds)"
echo "end $DEPLOY_ID" >> "$JOURNAL"
[ -f exit ] && exit "$(cat exit)"
exit 0
`

export interface WorldOptions {
  /** The embedded engine without a word; Redis, where the machine has one, is quicker to start. */
  readonly engine?: 'embedded'
  /** Variables of the process: limits, another engine. */
  readonly env?: { readonly [name: string]: string }
  /** Entries of apps.json beside `web`, or over it. */
  readonly apps?: { readonly [name: string]: { readonly [key: string]: Json } }
  readonly webhooks?: 'none'
  /** Keys of `web` in apps.json, over its own. */
  readonly web?: { readonly [key: string]: Json }
  /** Variables of `web`'s deploy command: a value, or `{"env": "NAME"}`. */
  readonly commandEnv?: { readonly [name: string]: Json }
  /** Where people speak, instead of the shell. */
  readonly surface?: Surface
  /** GitHub's clock, in ms. */
  readonly clock?: () => number
  /** Whether GitHub names the run that a dispatch started; it does without a word. */
  readonly runDetails?: RunDetails
}

/** A GitHub, a repository and a running Slipway, and somebody to talk to it. */
export interface World {
  readonly github: SandboxGitHub
  readonly web: SandboxRepository
  /** The one that runs now. */
  readonly slipway: Slipway
  readonly dir: string
  readonly env: NodeJS.ProcessEnv
  /** Types a line. */
  says(line: string): void
  /** Everything said in chat so far. */
  heard(): string
  /** Resolves with what was heard once it matches; rejects with all of it after a while. */
  hears(pattern: RegExp, withinMs?: number): Promise<string>
  /** Lines the deploy script wrote. */
  journal(): Promise<string[]>
  /** Newest deployment on GitHub. */
  latest(): ReturnType<SandboxRepository['deployments']>[number] | undefined
  states(id?: number): string[]
  logs(): string
  /** Ends Slipway as a stopped process would, and starts another on the same engine, directory and GitHub. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function until<T>(look: () => Promise<T | undefined> | T | undefined, withinMs = 15_000): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`it did not come within ${withinMs} ms`)
    await pause(25)
  }
}

/** A database of Redis for each worker of Jest, emptied before each use; none where no Redis is named. */
async function emptyRedis(): Promise<{ REDIS_URL?: string }> {
  const url = process.env['TEST_REDIS_URL']
  if (!url) return {}
  const own = new URL(url)
  own.pathname = `/${process.env['JEST_WORKER_ID'] ?? '1'}`
  const redis = new Redis(own.href)
  await redis.flushdb()
  await redis.quit()
  return { REDIS_URL: own.href }
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { engine, env = {}, apps = {}, webhooks, web: own = {}, commandEnv = {}, surface, clock, runDetails } = options
  const dir = await mkdtemp(join(tmpdir(), 'slipway-world-'))
  const github = await startSandboxGitHub({
    dir: join(dir, 'github'),
    ...(clock && { clock }),
    ...(runDetails && { runDetails }),
  })
  const web = await github.createRepository('acme/web', { files: { 'script/deploy': script } })
  const journalFile = join(dir, 'journal')
  const appsFile = join(dir, 'apps.json')
  const entry = {
    repository: 'acme/web',
    provider: 'shell',
    git: web.cloneUrl,
    environments: ['staging', 'production'],
    shell: { command: ['sh', 'script/deploy'], env: { JOURNAL: journalFile, ...commandEnv } },
    ...own,
  }
  await writeFile(appsFile, JSON.stringify({ web: entry, ...apps }))
  const variables = {
    PATH: process.env['PATH'],
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: github.token,
    GITHUB_WEBHOOK_SECRET: webhookSecret,
    HUBOT_DEPLOY_APPS_JSON: appsFile,
    HUBOT_ADAPTER: 'shell',
    PORT: '0',
    DATA_DIR: join(dir, 'data'),
    LOG_LEVEL: 'info',
    ...(engine === 'embedded' ? {} : await emptyRedis()),
    ...env,
  }
  const config = readConfig(variables, [])
  if (config.engine.kind === 'embedded') await preparedEngine(join(config.dataDir, 'engine'))
  const redactor = createRedactor()
  for (const secret of [...config.secrets, ...secretsOfEnvironment(variables)]) redactor.add(secret)
  const chat: string[] = []
  const log: string[] = []

  async function start() {
    const input = new PassThrough()
    const output = new PassThrough()
    output.setEncoding('utf8').on('data', (text: string) => chat.push(text))
    const slipway = await startSlipway({
      config,
      redactor,
      io: { input, output },
      user: 'alice',
      ...(surface && { surface }),
      env: variables,
      writeLog: (line) => log.push(line),
    })
    if (webhooks !== 'none') await github.setWebhook(`${slipway.url}/webhooks/github`, webhookSecret)
    slipway.open()
    return { slipway, input }
  }
  let running = await start()
  const heard = () => chat.join('')

  return {
    github,
    web,
    get slipway() {
      return running.slipway
    },
    dir,
    env: variables,
    says: (line) => void running.input.write(`${line}\n`),
    heard,
    async hears(pattern, withinMs = 15_000) {
      return until(() => (pattern.test(heard()) ? heard() : undefined), withinMs).catch(() => {
        throw new Error(`nobody said ${pattern} within ${withinMs} ms, but:\n${heard()}\n${log.slice(-30).join('')}`)
      })
    },
    async journal() {
      const text = await readFile(journalFile, 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    latest: () => web.deployments().at(-1),
    states(id) {
      const made = id === undefined ? web.deployments().at(-1) : web.deployments().find((d) => d.id === id)
      return made?.statuses.map((status) => status.state) ?? []
    },
    logs: () => log.join(''),
    async restart() {
      await running.slipway.close(0)
      running = await start()
    },
    async close() {
      await running.slipway.close(0)
      await github.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
