import { openEngine } from '../../core/engine/open.ts'
import { createLog } from '../../core/log.ts'
import { openRecords } from '../../core/records/records.ts'
import { startServer } from '../../server/start.ts'
import { secret } from './delivery.ts'
import { noPeople } from '../../core/people/no-people.ts'

/** The server role as it is. `level`: at `info` it writes a line for each delivery, as the bare server does not. */
export async function ours(redisUrl: string, namespace: string, level: 'info' | 'warn'): Promise<number> {
  const engine = await openEngine({ redisUrl, namespace, dataDir: '' })
  const log = createLog({ level, redact: (text) => text })
  const unused = () => {
    throw new Error('a delivery has no need of this')
  }
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    engine,
    ports: {
      apps: unused,
      github: unused,
      people: noPeople,
      engine,
      records: openRecords(engine.store),
      providers: new Map(),
      settings: { prefix: 'deploy', robotName: 'slip', instance: 'bench', maxEventAgeMs: 0, sandbox: false },
      publicUrl: unused,
      tell: unused,
      log,
      now: Date.now,
    },
    perform: unused,
    webhookSecrets: [secret],
    apiTokens: [],
    log,
  })
  return server.port
}
