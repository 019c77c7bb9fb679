import type { Engine } from '../engine.ts'
import { openQueue } from '../queue/open-queue.ts'
import { policies, type Policy } from '../queue/policy.ts'
import type { Troubles } from '../troubles.ts'
import { redisBacking } from './backing.ts'
import { connect } from './connections.ts'
import { redisStore } from './store.ts'
import { redisWarnings } from './warnings.ts'

/**
 * The engine on Redis; all keys start with `slipway:`, or `slipway-<namespace>:`.
 * @throws EngineUnreachable, EngineMisconfigured
 */
export async function openRedis(redisUrl: string, namespace: string | undefined, tell: Troubles): Promise<Engine> {
  const prefix = namespace ? `slipway-${namespace}` : 'slipway'
  const connections = await connect(redisUrl, tell)
  const open = async (policy: Policy) => {
    const onError = (error: Error) => tell(`Queue ${policy.name}`, error)
    return openQueue(policy, await redisBacking(policy, connections, prefix, onError), tell)
  }
  const [events, deployments, chat] = await Promise.all([
    open(policies.events),
    open(policies.deployments),
    open(policies.chat),
  ])

  return {
    kind: 'redis',
    store: redisStore(connections.store, prefix),
    queues: { events, deployments, chat },
    async ping() {
      await connections.store.ping()
    },
    warnings: () => redisWarnings(connections.store),
    async close() {
      await Promise.all([events.close(), deployments.close(), chat.close()])
      connections.close()
    },
  }
}
