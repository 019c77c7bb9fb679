import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from '../../sandbox/free-port.ts'
import { until } from './world.ts'

/** Whether Redis is to be tested, and there is one on this machine to be started and stopped. */
export const hasRedisServer =
  process.env['TEST_REDIS_URL'] !== undefined && spawnSync('redis-server', ['--version']).status === 0

/** A Redis of the test's own, with every write on disk, that can go away and come back. */
export interface OwnRedisServer {
  readonly url: string
  stop(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

export async function openRedisServer(): Promise<OwnRedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-redis-'))
  const port = await freePort([])
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction']
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir]
    child = spawn('redis-server', [...place, ...durable], { stdio: 'ignore' })
    const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null })
    redis.on('error', () => {}) // until it listens
    await until(async () => (await redis.ping()) === 'PONG' || undefined)
    await redis.quit()
  }

  async function stop(): Promise<void> {
    if (child === undefined) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    child = undefined
    await gone
  }

  await start()
  return {
    url,
    start,
    stop,
    async remove() {
      await stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
