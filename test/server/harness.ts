import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { type Logger, pino } from 'pino'
import type { Ports } from '../../core/actions/ports.ts'
import type { App, Apps, Target } from '../../core/apps/app.ts'
import type { Engine } from '../../core/engine/engine.ts'
import { openEngine } from '../../core/engine/open.ts'
import { type DeploymentRecord, deploymentKey } from '../../core/records/deployment.ts'
import { openRecords, type Records, sets } from '../../core/records/records.ts'
import { preparedEngine } from '../prepared-engine.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../server/start.ts'
import { noPeople } from '../../core/people/no-people.ts'

export const secret = 'the secret of the webhook'

/** A fresh engine of its own: on the Redis that TEST_REDIS_URL names, else embedded in a directory that goes away. */
export async function freshEngine(): Promise<{ engine: Engine; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-server-'))
  const redisUrl = process.env['TEST_REDIS_URL']
  if (!redisUrl) await preparedEngine(dataDir)
  const namespace = `test_${randomBytes(6).toString('hex')}`
  const engine = await openEngine({ dataDir, namespace, ...(redisUrl && { redisUrl }) })
  return {
    engine,
    async remove() {
      await engine.close()
      if (redisUrl) await removeKeys(redisUrl, `slipway-${namespace}:`)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function removeKeys(redisUrl: string, prefix: string): Promise<void> {
  const redis = new Redis(redisUrl)
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
    if (keys.length > 0) await redis.unlink(keys)
  }
  redis.disconnect()
}

/** A logger whose lines can be read. */
function readableLog(): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const sink = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(JSON.parse(line.toString()))
      done()
    },
  })
  return { log: pino({ level: 'debug' }, sink), lines }
}

const target = (app: string, environment: string): Target => ({
  id: `${app}/${environment}`,
  app,
  environment,
  repository: `acme/${app}`,
  provider: 'shell',
  settings: {},
  requiredContexts: undefined,
  autoMerge: true,
  allowedRooms: undefined,
  room: undefined,
  deployers: undefined,
  admins: undefined,
  acceptFrom: [],
  url: undefined,
  git: undefined,
  payload: undefined,
  githubApi: undefined,
  githubToken: undefined,
  transient: undefined,
  production: undefined,
  shared: false,
})

const app = (name: string): App => ({
  name,
  repository: `acme/${name}`,
  environments: ['staging', 'production'],
  defaultEnvironment: 'production',
  target: (environment) =>
    ['staging', 'production'].includes(environment.toLowerCase()) ? target(name, environment.toLowerCase()) : undefined,
})

const list = [app('web'), app('api')]
const apps: Apps = {
  file: 'apps.json',
  list,
  problems: [],
  find: (name) => list.find((one) => one.name === name.toLowerCase()),
  broken: () => undefined,
  byRepository: (fullName) => list.filter((one) => one.repository === fullName),
}

export const deployment = (id: number, more: Partial<DeploymentRecord> = {}): DeploymentRecord => ({
  key: deploymentKey('api.github.com', id),
  id,
  app: 'web',
  environment: 'production',
  target: `${more.app ?? 'web'}/${more.environment ?? 'production'}`,
  repository: 'acme/web',
  ref: 'main',
  sha: id.toString(16).padStart(40, '0'),
  task: 'deploy',
  hosts: [],
  force: false,
  who: { id: 'shell:alice', name: 'alice', names: ['alice'] },
  createdAt: Date.UTC(2026, 0, 1) + id * 1000,
  state: 'success',
  steps: [],
  ...more,
})

/** Puts a deployment where the roles put theirs. */
export async function store({ engine, records }: { engine: Engine; records: Records }, record: DeploymentRecord) {
  await records.deployments.create(record.key, record)
  await engine.store.sorted.add(sets.history, record.key, record.id)
  await engine.store.sorted.add(sets.historyOf(record.target), record.key, record.id)
}

export interface Started extends RunningServer {
  readonly engine: Engine
  readonly records: Records
  readonly lines: Record<string, unknown>[]
}

/** A server on a port of its own, on the given engine, with two apps (`web`, `api`) of two environments each. */
async function serve(engine: Engine, more: Partial<ServerOptions> = {}): Promise<Started> {
  const records = openRecords(engine.store)
  const { log, lines } = readableLog()
  const ports: Ports = {
    apps: () => apps,
    github: () => {
      throw new Error('the server has no business with GitHub')
    },
    people: noPeople,
    engine,
    records,
    providers: new Map(),
    settings: { prefix: 'deploy', robotName: 'slip', instance: 'test', maxEventAgeMs: 900_000, sandbox: false },
    publicUrl: async () => undefined,
    tell: async () => undefined,
    log,
    now: Date.now,
  }
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    engine,
    ports,
    perform: async () => undefined,
    webhookSecrets: [secret],
    apiTokens: [],
    log,
    ...more,
  })
  return { ...server, engine, records, lines }
}

/** For a whole test file: one fresh engine, and servers on it that are closed after each test. */
export function servers() {
  let fresh: { engine: Engine; remove(): Promise<void> } | undefined
  const open: RunningServer[] = []

  const engine = (): Engine => {
    if (!fresh) throw new Error('the engine is there within tests and hooks only')
    return fresh.engine
  }
  async function start(more: Partial<ServerOptions> = {}): Promise<Started> {
    const server = await serve(more.engine ?? engine(), more)
    open.push(server)
    return server
  }

  beforeAll(async () => {
    fresh = await freshEngine()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()))
  })
  afterAll(() => fresh?.remove())
  return { engine, start }
}

/** An API token and what the server keeps of it. */
export const token = 'a-long-random-token'
export const apiTokens = [{ name: 'ci', sha256: createHash('sha256').update(token).digest('hex') }]

/** What a GET answers. */
export async function get(url: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(url, { headers })
  const text = await response.text()
  const json = (): unknown => JSON.parse(text)
  return { status: response.status, text, json, headers: response.headers }
}
