import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { median } from './median.ts'
import { redisUrl } from './redis-url.ts'
import { type Load, load } from './webhook/load.ts'
import type { ServerName } from './webhook/serve.ts'

const connections = 20
const rounds = 5
const roundMs = 1_500
const warmUpMs = 800
/** DESIGN §6: of the deliveries a second that the bare server takes. */
const wanted = 0.9

interface Server {
  readonly name: ServerName
  readonly port: number
  /** Processor time used so far. */
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

interface Round extends Load {
  readonly cpuSeconds: number
}

/**
 * Deliveries a second, from the webhook's first byte to its 202: of a bare server, of our server role, and of our
 * server role with LOG_LEVEL=warn. probot and adnanh/webhook are no dependencies of ours, so they are not measured here.
 */
export async function benchWebhook(): Promise<void> {
  const url = redisUrl()
  const namespace = `bench_${randomBytes(4).toString('hex')}`
  const redis = new Redis(url)
  const servers: Server[] = []
  for (const name of ['bare', 'ours', 'quiet'] as const) servers.push(await start(name, url, namespace))
  const results = new Map<ServerName, Round[]>()

  for (const { port } of servers) await load(port, connections, warmUpMs)
  for (let round = 0; round < rounds; round++) {
    // Whoever comes second in a round may find the machine busier, so they take turns at that.
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      await removeKeys(redis, namespace)
      const before = await server.cpuSeconds()
      const result = await load(server.port, connections, roundMs)
      const cpuSeconds = (await server.cpuSeconds()) - before
      results.set(server.name, [...(results.get(server.name) ?? []), { ...result, cpuSeconds }])
    }
  }

  for (const server of servers) await server.stop()
  await removeKeys(redis, namespace)
  redis.disconnect()
  report(results)
}

async function start(name: ServerName, redisUrl: string, namespace: string): Promise<Server> {
  const child = fork(process.argv[1] ?? '', ['webhook-server', name], {
    env: { ...process.env, BENCH_REDIS_URL: redisUrl, BENCH_NAMESPACE: namespace },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', () => reject(new Error(`the ${name} server ended before its time`)))
  })
  const told = async () => Number((await Promise.race([once(child, 'message'), ended]))[0])
  const port = await told()
  return {
    name,
    port,
    cpuSeconds() {
      child.send('cpu')
      return told()
    },
    async stop() {
      const exit = once(child, 'exit')
      ended.catch(() => undefined)
      child.disconnect()
      await exit
    },
  }
}

async function removeKeys(redis: Redis, namespace: string): Promise<void> {
  for (const match of [`${namespace}:*`, `slipway-${namespace}:*`]) {
    for await (const keys of redis.scanStream({ match, count: 5_000 })) {
      if (keys.length > 0) await redis.unlink(keys)
    }
  }
}

function report(results: ReadonlyMap<ServerName, readonly Round[]>): void {
  const rate = ({ accepted, seconds }: Round) => accepted / seconds
  const rates = (name: ServerName) => (results.get(name) ?? []).map(rate)
  process.stdout.write(`${connections} connections, ${rounds} rounds of ${roundMs / 1000} s in turn, medians\n\n`)
  process.stdout.write('server   202/s   p99 ms   cpu us/202   not 202   rounds\n')
  for (const [name, all] of results) {
    const columns = [
      name.padEnd(6),
      median(all.map(rate)).toFixed(0).padStart(7),
      median(all.map(({ p99 }) => p99))
        .toFixed(1)
        .padStart(8),
      median(all.map(({ cpuSeconds, accepted }) => (cpuSeconds * 1e6) / accepted))
        .toFixed(0)
        .padStart(12),
      String(all.reduce((sum, { others }) => sum + others, 0)).padStart(9),
      `  ${all.map((round) => rate(round).toFixed(0)).join(' ')}`,
    ]
    process.stdout.write(`${columns.join(' ')}\n`)
  }
  for (const name of ['ours', 'quiet'] as const) {
    const ratio = median(rates(name)) / median(rates('bare'))
    const verdict = ratio >= wanted ? 'as wanted' : `less than the ${wanted} wanted`
    process.stdout.write(`\n${name} / bare = ${ratio.toFixed(2)}: ${verdict}`)
  }
  process.stdout.write('\n')
}
