import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { z } from 'zod'
import type { Ports } from '../core/actions/ports.ts'
import { parseApps } from '../core/apps/parse-apps.ts'
import { openEngine } from '../core/engine/open.ts'
import { createGitHub } from '../core/github/index.ts'
import type { DeploymentRecord } from '../core/records/deployment.ts'
import { openRecords } from '../core/records/records.ts'
import { reserve } from '../core/records/reserve.ts'
import { createRedactor } from '../core/secrets/redactor.ts'
import { openWorkshop } from '../workers/context.ts'
import type { Provider } from '../workers/providers/provider.ts'
import { startWorker } from '../workers/start-worker.ts'
import { redisUrl } from './redis-url.ts'
import { noPeople } from '../core/people/no-people.ts'

const deployments = 1_000
const targets = 200
const atOnce = 8
const runMs = 20
const wanted = { drain: 1.3, own: 1.5 } // DESIGN §6

interface Round {
  readonly ms: number
  readonly overlaps: number
}

/** The worker's own time: 1,000 deployments over 200 targets, against bare queue jobs with the same two HTTP calls. */
export async function benchLifecycle(): Promise<void> {
  const url = redisUrl()
  const github = await startStub()
  const rows = []
  for (const [name, providerMs, limit] of [
    ['no-op provider', 0, wanted.own],
    [`a provider of ${runMs} ms`, runMs, wanted.drain],
  ] as const) {
    const bare = await drainBare(url, github.url, providerMs)
    const ours = await drainOurs(url, github.url, providerMs)
    rows.push({ name, bare, ours, ratio: ours.ms / bare.ms, limit })
  }
  github.close()
  process.stdout.write(
    `${deployments} deployments over ${targets} targets, ${atOnce} at once, two status posts each, on Redis\n`,
  )
  for (const { name, bare, ours, ratio, limit } of rows)
    process.stdout.write(
      `${name}: bare ${(bare.ms / deployments).toFixed(2)} ms, ours ${(ours.ms / deployments).toFixed(2)} ms a deployment; ` +
        `ratio ${ratio.toFixed(2)} (wanted: at most ${limit}); runs that overlapped on a target: ${ours.overlaps}\n`,
    )
}

async function startStub() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end('{"id":1,"state":"success","description":""}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

async function drainBare(redisUrl: string, api: string, providerMs: number): Promise<Round> {
  const name = `bare-${randomBytes(4).toString('hex')}`
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue(name, { connection })
  await queue.addBulk(Array.from({ length: deployments }, (_, n) => ({ name: 'run', data: { n } })))
  const github = createGitHub({ apiUrl: api, auth: { token: 'a-token-of-the-bench' } })
  const post = (n: number, state: 'in_progress' | 'success') =>
    github.createStatus('acme/web', n, { state, description: 'bench' })
  const begun = performance.now()
  let done = 0
  const worker = new Worker(
    name,
    async ({ data }) => {
      const { n } = z.object({ n: z.number() }).parse(data)
      await post(n, 'in_progress')
      if (providerMs > 0) await pause(providerMs)
      await post(n, 'success')
      done += 1
    },
    { connection, concurrency: atOnce },
  )
  while (done < deployments) await pause(5)
  const ms = performance.now() - begun
  await worker.close()
  await queue.obliterate({ force: true })
  await queue.close()
  connection.disconnect()
  return { ms, overlaps: 0 }
}

async function drainOurs(redisUrl: string, api: string, providerMs: number): Promise<Round> {
  const namespace = `bench_${randomBytes(4).toString('hex')}`
  const engine = await openEngine({ redisUrl, dataDir: '.', namespace })
  const records = openRecords(engine.store)
  const running = new Set<string>()
  let overlaps = 0
  let done = 0
  const provider: Provider = {
    name: 'bench',
    settings: z.unknown(),
    can: { hosts: true, tasks: /^deploy/ },
    async deploy(job) {
      const target = `${job.app}/${job.environment}`
      if (running.has(target)) overlaps += 1
      running.add(target)
      if (providerMs > 0) await pause(providerMs)
      running.delete(target)
      done += 1
      return { outcome: 'succeeded', summary: 'bench' }
    },
  }
  const providers = new Map([[provider.name, provider]])
  const github = createGitHub({ apiUrl: api, auth: { token: 'a-token-of-the-bench' } })
  const apps = parseApps(appsText(), 'bench', providers)
  const log = pino({ level: 'silent' })
  const ports: Ports = {
    apps: () => apps,
    github: () => github,
    people: noPeople,
    engine,
    records,
    providers,
    settings: { prefix: 'deploy', robotName: 'slip', instance: 'bench', maxEventAgeMs: 900_000, sandbox: false },
    publicUrl: async () => 'http://127.0.0.1',
    tell: async () => {},
    log,
    now: Date.now,
  }
  for (let n = 1; n <= deployments; n++) await reserve(engine, records, recordOf(n), Date.now())
  for (let n = 1; n <= deployments; n++)
    await engine.queues.events.add(`a-bench-${n}`, { event: 'answered', key: `bench-${n}` })
  const workshop = await openWorkshop({ dir: '.slipway/bench', redactor: createRedactor(), env: {}, log })
  const begun = performance.now()
  const worker = await startWorker({
    ports,
    providers,
    workshop,
    concurrency: atOnce,
    keep: { logsMs: undefined, recordsMs: undefined },
  })
  while (!(await isDrained(records))) await pause(20)
  const ms = performance.now() - begun
  await worker.close(0)
  await engine.close()
  await removeKeys(redisUrl, namespace)
  return { ms, overlaps }

  async function isDrained(all: typeof records): Promise<boolean> {
    if (done < deployments) return false
    const last = await Promise.all(Array.from({ length: deployments }, (_, n) => all.deployments.get(`bench-${n + 1}`)))
    return last.every((record) => record?.value.steps.every((step) => step.github === 'posted'))
  }
}

const appName = (n: number) => `app${n % targets}`

const appsText = () =>
  JSON.stringify(
    Object.fromEntries(
      Array.from({ length: targets }, (_, n) => [
        appName(n),
        { repository: `acme/app${n}`, provider: 'bench', environments: { production: {} } },
      ]),
    ),
  )

function recordOf(n: number): DeploymentRecord {
  const app = appName(n)
  return {
    key: `bench-${n}`,
    id: n,
    app,
    environment: 'production',
    target: `${app}/production`,
    repository: `acme/${app}`,
    ref: 'main',
    sha: '0'.repeat(40),
    task: 'deploy',
    hosts: [],
    force: false,
    who: { id: 'bench:bench', name: 'bench', names: ['bench'] },
    createdAt: Date.now(),
    state: 'reserved',
    steps: [],
  }
}

async function removeKeys(redisUrl: string, namespace: string): Promise<void> {
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`*${namespace}*`)
  if (keys.length > 0) await redis.unlink(...keys)
  redis.disconnect()
}
