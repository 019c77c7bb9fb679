import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { Redis } from 'ioredis'
import { type SandboxRepository, startSandboxGitHub } from '../sandbox/github/index.ts'
import { redisUrl } from './redis-url.ts'

const outputBytes = 100_000_000
const wantedMB = 64 // DESIGN §6
const sampleMs = 100
const secret = 'a-webhook-secret-of-the-bench'
const program = fileURLToPath(new URL('../bin/slipway.js', import.meta.url))

const words = '2026-01-01T00:00:00Z [info] step 12: copying assets/index-abc123.js into place'
const script = `#!/bin/sh
yes '${words}' | head -c "$(cat bytes)"
`

interface Memory {
  readonly before: number
  readonly peak: number
  readonly after: number
}

/** Resident memory of the whole program while one deployment prints 100 MB, after a first deployment that prints little. */
export async function benchMemory(): Promise<void> {
  report('embedded', await measure({}))
  const redis = new Redis(redisUrl(), { db: 15 })
  if ((await redis.dbsize()) > 0) throw new Error('database 15 of the Redis to measure on is not empty')
  try {
    const url = new URL(redisUrl())
    url.pathname = '/15'
    report('Redis', await measure({ REDIS_URL: url.href }))
  } finally {
    await redis.flushdb()
    redis.disconnect()
  }
}

function report(engine: string, { before, peak, after }: Memory): void {
  process.stdout.write(
    `${engine}: ${before.toFixed(0)} MB before, ${peak.toFixed(0)} MB at most, ${after.toFixed(0)} MB after ` +
      `${outputBytes / 1e6} MB of output; it cost ${(peak - before).toFixed(0)} MB (wanted: at most ${wantedMB})\n`,
  )
}

async function measure(engine: { readonly REDIS_URL?: string }): Promise<Memory> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-bench-'))
  const github = await startSandboxGitHub({ dir: join(dir, 'github') })
  const web = await github.createRepository('acme/web', { files: { 'script/deploy': script, bytes: '1000000' } })
  await web.commit('long', { files: { bytes: String(outputBytes) } })
  const appsFile = join(dir, 'apps.json')
  const shell = { command: ['sh', 'script/deploy'] }
  await writeFile(
    appsFile,
    JSON.stringify({ web: { repository: 'acme/web', provider: 'shell', git: web.cloneUrl, shell } }),
  )
  const env = {
    PATH: process.env['PATH'] ?? '',
    USER: 'bench',
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: github.token,
    GITHUB_WEBHOOK_SECRET: secret,
    HUBOT_DEPLOY_APPS_JSON: appsFile,
    HUBOT_ADAPTER: 'shell',
    LOG_LEVEL: 'error',
    PORT: '0',
    DATA_DIR: join(dir, 'data'),
    ...engine,
  }
  // What making an embedded database takes would hide what a deployment takes.
  const first = start(env)
  await firstOutput(first.stdout)
  first.kill('SIGTERM')
  await first
  const slipway = start(env)
  try {
    const address = /http:\/\/\S+/.exec(await firstOutput(slipway.stdout))?.[0]
    if (!address) throw new Error('slipway did not become ready')
    await github.setWebhook(`${address}/webhooks/github`, secret)
    const rss = async () => Number((await execa('ps', ['-o', 'rss=', '-p', String(slipway.pid)])).stdout) / 1_000
    const deploy = (ref: string) => slipway.stdin.write(`deploy web/${ref} to production\n`)

    deploy('main')
    await whileItRuns(web, 1, async () => {})
    await pause(2_000) // what the first one left to be done
    const before = await rss()
    let peak = before
    deploy('long')
    await whileItRuns(web, 2, async () => {
      peak = Math.max(peak, await rss())
    })
    return { before, peak, after: await rss() }
  } finally {
    slipway.kill('SIGTERM')
    await slipway
    await github.close()
    await rm(dir, { recursive: true, force: true })
  }
}

const start = (env: { readonly [name: string]: string }) =>
  execa(process.execPath, [program, 'start'], {
    env,
    extendEnv: false,
    reject: false,
    buffer: false,
    stdio: ['pipe', 'pipe', 'inherit'],
  })

async function firstOutput(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => output.once('data', (text: Buffer) => resolve(text.toString())))
}

/** Until the nth deployment on GitHub has its final status. */
async function whileItRuns(web: SandboxRepository, nth: number, look: () => Promise<void>): Promise<void> {
  for (;;) {
    const state = web.deployments()[nth - 1]?.statuses.at(-1)?.state
    if (state === 'success') return
    if (state === 'failure' || state === 'error') throw new Error(`deployment ${nth} ended as ${state}`)
    await look()
    await pause(sampleMs)
  }
}
