import { join } from 'node:path'
import { pino } from 'pino'
import { z } from 'zod'
import { perform } from '../../core/actions/perform.ts'
import type { Answer } from '../../core/actions/answer.ts'
import type { Ports } from '../../core/actions/ports.ts'
import { loadApps } from '../../core/apps/load-apps.ts'
import type { Consumer, Engine } from '../../core/engine/engine.ts'
import { openEngine } from '../../core/engine/open.ts'
import type { GitHub } from '../../core/github/github.ts'
import { createGitHubs } from '../../core/github/index.ts'
import { noPeople } from '../../core/people/no-people.ts'
import { openRecords, sets } from '../../core/records/records.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { startServer } from '../../server/start.ts'
import { createAskPlatform } from '../../workers/asking.ts'
import { openWorkshop } from '../../workers/context.ts'
import { handleEvent } from '../../workers/events/index.ts'
import { leaseKey } from '../../workers/lease.ts'
import type { Provider } from '../../workers/providers/provider.ts'
import { createReporter } from '../../workers/reporter.ts'
import { createRunner } from '../../workers/run.ts'
import { sweepCommands, sweepDeployments } from '../../workers/sweep.ts'
import { sharedEngines } from './engines.ts'
import { type Ground, layGround } from './ground.ts'
import { webhookSecret } from './world.ts'

const sweepMs = 5_000
const target = 'web/production'
const alice = { id: 'shell:alice', name: 'alice', names: ['alice'] }

/** The worker's parts without its timers: sweeps come when the test says so. */
export interface Worker {
  sweep(): Promise<void>
  /** Resolves when its tellings are over. */
  idle(): Promise<void>
  /** Tells its runs to stop waiting, as a process that is shut down does. */
  shutdown(): void
  close(): Promise<void>
}

/** The parts of Slipway around one engine, taken apart, with a clock that the test moves. */
export interface Stage {
  readonly ground: Ground
  readonly engine: Engine
  readonly github: GitHub
  /** Ids of deployments whose run began, in order. */
  readonly runs: readonly number[]
  /** Titles of all that chat was told, in order. */
  readonly told: readonly string[]
  /** Ports on the real engine and GitHub, or on those of a process that dies. */
  ports(of?: { readonly engine: Engine; readonly github: GitHub }): Ports
  /** `message` is its id in chat: the same again is the same message. */
  says(text: string, message: string, ports: Ports): Promise<Answer | undefined>
  /** A message comes once more, so late that nobody remembers it. */
  saysAgainLater(text: string, message: string): Promise<Answer | undefined>
  startWorker(ports: Ports): Promise<Worker>
  /** Sweeps with five seconds between them until nothing is left to be done. */
  recover(worker: Worker): Promise<void>
  /** The lease of the target runs out, as fifteen seconds after its holder's death. */
  leaseRunsOut(): Promise<void>
  /** Does something in the middle of the next run. */
  duringRun(deed: () => void): void
  /** What is kept of work that is not done. */
  leftovers(): Promise<{ active: number; open: number; lane: number; jobs: number; waits: number }>
  close(): Promise<void>
}

/** `provider` carries out in the place of `shell`. */
export async function openStage(provider?: Provider): Promise<Stage> {
  let later = 0
  const now = () => Date.now() + later
  const ground = await layGround({ clock: now })
  const dataDir = join(ground.env['DATA_DIR'] ?? '', 'engine')
  const own = await sharedEngines[0]?.open()
  const redisUrl = own?.env.REDIS_URL
  const databaseUrl = own?.env.DATABASE_URL
  const engine = await openEngine({ dataDir, ...(redisUrl && { redisUrl }), ...(databaseUrl && { databaseUrl }) })
  const log = pino({ level: 'silent' })
  const runs: number[] = []
  const told: string[] = []
  let deed = () => {}

  const counting: Provider<unknown> = {
    name: 'shell',
    settings: z.unknown(),
    can: { hosts: true, tasks: /^deploy$/ },
    async deploy(job, _, context) {
      runs.push(job.id)
      await context.checkpoint({ phase: 'begun' })
      deed()
      deed = () => {}
      await context.log('carried out')
      return { outcome: 'succeeded', summary: 'it ended well', live: { sha: job.sha } }
    },
  }
  const providers = new Map([['shell', provider ?? counting]])
  const apps = loadApps(ground.appsFile, providers)
  const githubs = createGitHubs({
    apiUrl: ground.github.url,
    graphqlUrl: `${ground.github.url}/graphql`,
    serverUrl: ground.github.url,
    auth: { token: ground.github.token },
    timeoutMs: 3_000,
  })
  const github = githubs.of({ githubApi: undefined, githubToken: undefined })

  function ports(of: { readonly engine: Engine; readonly github: GitHub } = { engine, github }): Ports {
    return {
      apps: () => apps,
      github: () => of.github,
      people: noPeople,
      engine: of.engine,
      records: openRecords(of.engine.store),
      providers,
      settings: { prefix: 'deploy', robotName: 'slip', instance: 'stage', maxEventAgeMs: 900_000, sandbox: false },
      publicUrl: async () => undefined,
      async tell(id, place, message, about) {
        await of.engine.queues.chat.add(id, { place, message, ...about })
      },
      log,
      now,
    }
  }

  const says = (text: string, message: string, by: Ports) =>
    perform(text, alice, { adapter: 'shell', room: 'shell', roomNames: ['shell'], messageId: message }, by)

  async function saysAgainLater(text: string, message: string): Promise<Answer | undefined> {
    for (const { key } of await engine.store.list('said/')) await engine.store.delete(key)
    return says(text, message, ports())
  }

  async function startWorker(by: Ports): Promise<Worker> {
    const redactor = createRedactor()
    const workshop = await openWorkshop({ dir: join(dataDir, 'work'), redactor, env: {}, log })
    const reporter = createReporter(by)
    const runner = createRunner({ ports: by, providers, workshop, reporter })
    const desk = { ports: by, reporter, runner, askPlatform: createAskPlatform({ ports: by, providers, workshop }) }
    const key = z.object({ key: z.string() })
    const consumers: Consumer[] = [
      await by.engine.queues.events.work(({ data }) => handleEvent(data, desk), { concurrency: 4 }),
      await by.engine.queues.deployments.work(({ data }) => runner.run(key.parse(data).key), { concurrency: 4 }),
    ]
    return {
      async sweep() {
        await sweepDeployments(desk)
        await sweepCommands(desk)
      },
      idle: () => reporter.idle(),
      shutdown: () => runner.shutdown(),
      async close() {
        await Promise.all(consumers.map((consumer) => consumer.close()))
        await reporter.idle()
        await workshop.close()
      },
    }
  }

  const leaseRunsOut = async () => void (await engine.store.delete(leaseKey(target)))

  async function leftovers() {
    const { sorted } = engine.store
    const [active, open, lane, jobs, waits] = await Promise.all([
      sorted.range(sets.active),
      sorted.range(sets.open),
      sorted.range(sets.lane(target)),
      engine.queues.deployments.liveIds(),
      openRecords(engine.store).waits.list(),
    ])
    return {
      active: active.length,
      open: open.length,
      lane: lane.length,
      jobs: jobs.size,
      waits: waits.filter(({ value }) => value.state === 'waiting' || value.state === 'starting').length,
    }
  }

  async function recover(worker: Worker): Promise<void> {
    for (let turn = 0; turn < 60; turn++) {
      await worker.sweep()
      await worker.idle()
      await ground.github.settled()
      const left = await leftovers()
      if (Object.values(left).every((count) => count === 0)) return
      later += sweepMs
    }
    throw new Error(`after five minutes there was still something left: ${JSON.stringify(await leftovers())}`)
  }

  const title = z.object({ message: z.object({ title: z.string() }) })
  const listener = await engine.queues.chat.work(async ({ data }) => void told.push(title.parse(data).message.title), {
    concurrency: 1,
  })
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    engine,
    ports: ports(),
    perform,
    webhookSecrets: [webhookSecret],
    apiTokens: [],
    log,
  })
  await ground.github.setWebhook(`${server.url}/webhooks/github`, webhookSecret)

  return {
    ground,
    engine,
    github,
    runs,
    told,
    ports,
    says,
    saysAgainLater,
    startWorker,
    recover,
    leaseRunsOut,
    duringRun(next) {
      deed = next
    },
    leftovers,
    async close() {
      await listener.close()
      await server.close()
      await engine.close()
      await own?.remove()
      await ground.close()
    },
  }
}
