import type { PgPool } from 'bullmq'
import type { Engine, EngineKind } from '../engine.ts'
import { openQueue } from '../queue/open-queue.ts'
import { policies, type Policy } from '../queue/policy.ts'
import type { Troubles } from '../troubles.ts'
import type { Schemas } from './database.ts'
import { sqlStore } from './store.ts'
import { sqlBacking } from './backing.ts'

interface Parts {
  readonly kind: EngineKind
  /** Migrated, with the search path at `schemas.bullmq`. */
  readonly pool: PgPool
  readonly schemas: Schemas
  readonly warnings: () => Promise<string[]>
  readonly close: () => Promise<void>
  readonly tell: Troubles
}

/** The engine on SQL, whichever PostgreSQL it is. */
export async function sqlEngine({ kind, pool, schemas, warnings, close, tell }: Parts): Promise<Engine> {
  const open = async (policy: Policy) => {
    const onError = (error: Error) => tell(`Queue ${policy.name}`, error)
    return openQueue(policy, await sqlBacking(policy, pool, schemas.bullmq, onError), tell)
  }
  const [events, deployments, chat] = await Promise.all([
    open(policies.events),
    open(policies.deployments),
    open(policies.chat),
  ])
  const store = sqlStore(pool, schemas.own, tell)

  return {
    kind,
    store,
    queues: { events, deployments, chat },
    async ping() {
      await pool.query('select 1')
    },
    warnings,
    async close() {
      await Promise.all([events.close(), deployments.close(), chat.close()])
      await store.close()
      await close()
    },
  }
}
