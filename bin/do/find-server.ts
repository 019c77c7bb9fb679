import { join } from 'node:path'
import { ConfigError } from '../../core/config/config-error.ts'
import { openEnvironment } from '../../core/config/environment.ts'
import { readServerFile } from '../server-file.ts'

export interface FoundServer {
  readonly url: string
  readonly token: string | undefined
}

/** The server that SLIPWAY_URL names, else the one that runs on this machine. Throws ConfigError when there is none. */
export async function findServer(env: NodeJS.ProcessEnv): Promise<FoundServer> {
  const from = openEnvironment(env)
  const url = from.url('SLIPWAY_URL')
  const token = from.text('SLIPWAY_TOKEN')
  const dataDir = from.text('DATA_DIR') ?? '.slipway'
  if (from.problems.length > 0) throw new ConfigError(from.problems)
  if (url !== undefined) return { url, token }
  const here = (await readServerFile(dataDir)) ?? (await readServerFile(sandboxIn(dataDir)))
  if (here) return { url: here.url, token }
  throw new ConfigError([
    `no Slipway runs on ${dataDir}: start one there (\`slipway start\`), or set SLIPWAY_URL to the address of one`,
  ])
}

/** Where a start without configuration keeps its data. */
const sandboxIn = (dataDir: string) => join(dataDir, 'sandbox', 'slipway')
