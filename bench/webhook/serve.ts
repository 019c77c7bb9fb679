import { z } from 'zod'
import { bare } from './bare.ts'
import { ours } from './ours.ts'

const servers = {
  bare,
  ours: (redisUrl: string, namespace: string) => ours(redisUrl, namespace, 'info'),
  quiet: (redisUrl: string, namespace: string) => ours(redisUrl, namespace, 'warn'),
}
export type ServerName = keyof typeof servers

const isServerName = (name: string): name is ServerName => Object.hasOwn(servers, name)

const settings = z.object({ BENCH_REDIS_URL: z.string(), BENCH_NAMESPACE: z.string() })

/**
 * One of the servers, in a process of its own. It tells its parent the port, answers every message with the seconds of
 * processor time it has used so far, and ends when its parent does.
 */
export async function serve(name = ''): Promise<void> {
  if (!isServerName(name)) throw new Error(`there is no server named ${name}`)
  const { BENCH_REDIS_URL: redisUrl, BENCH_NAMESPACE: namespace } = settings.parse(process.env)
  process.on('disconnect', () => process.exit())
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.((user + system) / 1_000_000)
  })
  process.send?.(await servers[name](redisUrl, namespace))
}
