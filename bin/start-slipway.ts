import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { Logger } from 'pino'
import { z } from 'zod'
import { perform } from '../core/actions/perform.ts'
import type { Ports } from '../core/actions/ports.ts'
import { watchApps } from '../core/apps/watch-apps.ts'
import { report } from '../core/apps/report.ts'
import type { Config } from '../core/config/config.ts'
import { openEngine } from '../core/engine/open.ts'
import type { Engine } from '../core/engine/engine.ts'
import { createGitHubs } from '../core/github/index.ts'
import { createLog } from '../core/log.ts'
import { createPeopleTools } from '../core/people/create-tools.ts'
import { peopleFileBeside, watchPeople } from '../core/people/people-file.ts'
import { glanceAll } from '../core/records/glance.ts'
import { publicUrlOf } from '../core/records/address.ts'
import { openRecords } from '../core/records/records.ts'
import type { Redactor } from '../core/secrets/redactor.ts'
import type { Surface } from '../scripts/surface.ts'
import { startServer } from '../server/start.ts'
import { openWorkshop } from '../workers/context.ts'
import { openProviders } from '../workers/providers/index.ts'
import { reconcile } from '../workers/reconcile.ts'
import { startWorker } from '../workers/start-worker.ts'
import { writeServerFile } from './server-file.ts'
import { startChat } from './start-chat.ts'

export interface StartOptions {
  readonly config: Config
  /** Everything that leaves passes through it; it knows the secrets of the configuration already. */
  readonly redactor: Redactor
  readonly io: { readonly input: Readable & { isTTY?: boolean }; readonly output: Writable & { isTTY?: boolean } }
  /** Who types in the shell. */
  readonly user: string
  /** Where people speak, instead of what the configuration names. */
  readonly surface?: Surface
  /** The environment that apps.json may take values from. */
  readonly env: NodeJS.ProcessEnv
  /** The sandbox this process runs on, when it does. */
  readonly sandbox?: {
    readonly command: (text: string) => Promise<string | undefined>
    readonly setWebhook: (url: string) => Promise<void>
  }
  /** Lines of the log; stderr without it. */
  readonly writeLog?: (line: string) => void
}

export interface Slipway {
  readonly ports: Ports
  /** Address of the server role, when it runs here. */
  readonly url: string | undefined
  readonly readyLine: string
  /** Resolves when the shell's input is over (`end`), or somebody pressed Ctrl-C in it. */
  readonly inputOver: Promise<'end' | 'interrupt'>
  /** Begins to take what people say. */
  open(): void
  /** Takes nothing new, lets what runs come to its end for at most `graceMs`, and closes everything. */
  close(graceMs: number): Promise<void>
}

const glanceMs = 2_500 // a GitHub that does not answer does not keep anybody from starting

/** Starts the roles of the configuration in this process; resolves when all of them are up. */
export async function startSlipway(options: StartOptions): Promise<Slipway> {
  const { config, redactor, sandbox, writeLog } = options
  const redact = (text: string) => redactor.text(text)
  const log = createLog({ level: config.logLevel, redact, ...(writeLog && { write: writeLog }) })
  for (const warning of config.warnings) log.warn(warning)
  const registry = openProviders()
  const { providers } = registry
  const apps = await watchApps(config.apps.file, registry, {
    env: options.env,
    ...(config.apps.defaultEnvironment !== undefined && { defaultEnvironment: config.apps.defaultEnvironment }),
    onReload: (fresh) =>
      log.info({ apps: fresh.list.length, problems: report(fresh) }, 'apps.json has changed and is read again'),
    onBroken: (error) => log.error({ why: error.message }, 'apps.json is broken; the last good one stays in force'),
  })
  for (const line of report(apps.current())) log.warn(line)
  const engine = await openEngine({ ...engineOptions(config), log: (sentence) => log.info(sentence) })
  for (const warning of await engine.warnings()) log.warn(warning)
  const ports = await openPorts(options, { engine, providers, apps: () => apps.current(), log })

  const has = (role: Config['roles'][number]) => config.roles.includes(role)
  const server = has('server') ? await serve(config, ports, engine, log) : undefined
  const forget = server && (await announceServer(config.dataDir, server.url, log))
  if (server) await sandbox?.setWebhook(`${server.url}/webhooks/github`)
  await Promise.race([lookAtGitHub(ports, has('worker')), elapsed(glanceMs)])
  const worker = has('worker')
    ? await startWorker({
        ports,
        providers,
        workshop: await openWorkshop({ dir: join(config.dataDir, 'work'), redactor, env: options.env, log }),
        concurrency: config.running.workerConcurrency,
        keep: { logsMs: config.running.keepLogsMs, recordsMs: config.running.keepRecordsMs },
      })
    : undefined
  const chat = has('chat') ? await startChat({ ...options, ports, redact, log }) : undefined

  return {
    ports,
    url: server?.url,
    readyLine: readyLine(config, engine, server?.url, sandbox !== undefined),
    inputOver: chat?.inputOver ?? new Promise(() => {}),
    open: () => chat?.open(),
    async close(graceMs) {
      await chat?.stopListening()
      await worker?.close(graceMs)
      await forget?.()
      await server?.close()
      await chat?.close()
      apps.close()
      await engine.close()
    },
  }
}

function engineOptions({ engine, dataDir }: Config) {
  const options = { dataDir: join(dataDir, 'engine') }
  if (engine.kind === 'redis') return { ...options, redisUrl: engine.url }
  if (engine.kind === 'postgres') return { ...options, databaseUrl: engine.url }
  return options
}

type Given = Pick<Ports, 'engine' | 'providers' | 'apps' | 'log'>

async function openPorts(
  { config, redactor, sandbox }: StartOptions,
  { engine, providers, apps, log }: Given,
): Promise<Ports> {
  const { github } = config
  const githubs = createGitHubs({
    apiUrl: github.apiUrl,
    graphqlUrl: github.graphqlUrl,
    serverUrl: github.serverUrl,
    auth: github.credentials.kind === 'token' ? { token: github.credentials.token } : github.credentials,
    log,
  })
  const people = createPeopleTools({
    file: watchPeople(peopleFileBeside(config.apps.file), (error) =>
      log.error({ why: error.message }, 'people.json is broken; the last good one stays in force'),
    ),
    github,
    key: config.key,
    githubs,
    keep: (secret) => redactor.add(secret),
    now: Date.now,
  })
  return {
    apps,
    github: (target) => githubs.of(target),
    people,
    engine,
    records: openRecords(engine.store),
    providers,
    settings: {
      prefix: config.apps.prefix,
      robotName: config.chat.name,
      instance: await instanceOf(engine),
      maxEventAgeMs: config.running.maxEventAgeMs,
      sandbox: sandbox !== undefined,
    },
    publicUrl: () => publicUrlOf(engine.store, config.http.publicUrl),
    async tell(id, place, message, about) {
      await engine.queues.chat.add(id, { place, message, ...about })
    },
    log,
    now: Date.now,
  }
}

/** One for all processes that share the engine. */
async function instanceOf({ store }: Engine): Promise<string> {
  await store.put('instance', randomBytes(8).toString('hex'), { if: 'absent' })
  return z.string().parse((await store.get('instance'))?.value)
}

function serve(config: Config, ports: Ports, engine: Engine, log: Logger) {
  const { host, port, publicUrl, tokens } = config.http
  return startServer({
    host,
    port,
    engine,
    ports,
    perform,
    webhookSecrets: [...config.github.webhookSecrets],
    apiTokens: tokens,
    log,
    ...(publicUrl !== undefined && { publicUrl }),
  })
}

/** For `slipway do` on this machine. A directory that cannot be written to costs no more than that. */
async function announceServer(dataDir: string, url: string, log: Logger) {
  try {
    return await writeServerFile(dataDir, url)
  } catch (error) {
    log.warn({ err: error }, 'could not write into DATA_DIR where the server is: `slipway do` needs SLIPWAY_URL here')
    return undefined
  }
}

/** Brings the default branches before the first command needs one, and what GitHub could not deliver while nobody was up. */
async function lookAtGitHub(ports: Ports, worker: boolean): Promise<void> {
  try {
    await (worker ? reconcile(ports) : glanceAll(ports))
  } catch (error) {
    ports.log.warn({ err: error }, 'GitHub could not be read at the start; what is needed is read when it is needed')
  }
}

const elapsed = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())

function readyLine({ roles }: Config, engine: Engine, url: string | undefined, sandbox: boolean): string {
  const where = url === undefined ? '' : ` on ${url}`
  return `slipway ready${where} (roles: ${roles.join(' ')}, engine: ${engine.kind}${sandbox ? ', sandbox' : ''})`
}
