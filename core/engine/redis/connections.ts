import { Redis, type RedisOptions } from 'ioredis'
import { EngineMisconfigured, EngineUnreachable } from '../errors.ts'
import { reasonOf, type Troubles } from '../troubles.ts'

const answerMs = 5_000 // longer than any command of ours takes; a server that hangs must not hang us

export interface Connections {
  readonly store: Redis
  /** Its own, so that a long log never stands in front of a delivery. */
  readonly producer: Redis
  /** One for a worker of BullMQ: it waits for Redis as long as it takes, until `giveUp`. So do its duplicates. */
  worker(): { readonly redis: Redis; giveUp: () => void }
  close(): void
}

const longestPauseMs = 1_000
const pauseBefore = (times: number): number => Math.min(times * 100, longestPauseMs)

type Options = Omit<RedisOptions, 'replyMapping'>

const everywhere: Options = {
  // ioredis keeps this timer even for a socket that is closed already, and the process with it.
  disconnectTimeout: 300,
  retryStrategy: pauseBefore,
  // After a failover the old primary answers, but refuses writes: look for the new one.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
}

// What cannot be sent now fails now, and what was sent is never sent twice: a repeated "put if absent" would refuse itself.
const failFast: Options = {
  ...everywhere,
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: answerMs,
}

/** @throws EngineUnreachable, EngineMisconfigured */
export async function connect(redisUrl: string, tell: Troubles): Promise<Connections> {
  if (!/^rediss?:\/\//.test(redisUrl)) {
    throw new EngineMisconfigured('REDIS_URL is not a Redis address; write it as redis://host:6379 or rediss://…')
  }
  const open: Redis[] = []
  const make = (options: Options): Redis => {
    const redis = new Redis(redisUrl, options)
    // Workers add a handful of listeners each.
    redis.setMaxListeners(0)
    redis.on('error', (error) => tell('Redis', error))
    open.push(redis)
    return redis
  }
  const close = () => {
    for (const redis of open) redis.disconnect()
  }

  const worker = () => {
    let givenUp = false
    const redis = make({
      ...everywhere,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => (givenUp ? null : pauseBefore(times)),
    })
    const giveUp = () => {
      givenUp = true
    }
    return { redis, giveUp }
  }

  const store = make(failFast)
  const producer = make(failFast)
  try {
    await Promise.all([connected(store), connected(producer)])
  } catch (error) {
    close()
    throw error
  }
  return { store, producer, worker, close }
}

async function connected(redis: Redis): Promise<void> {
  let cause: unknown
  const remember = (error: Error) => {
    cause = error
  }
  redis.once('error', remember)
  try {
    await redis.connect()
  } catch (error) {
    const { host, port, path } = redis.options
    throw new EngineUnreachable('REDIS_URL', path ?? `${host}:${port}`, reasonOf(cause ?? error))
  } finally {
    redis.off('error', remember)
  }
}
