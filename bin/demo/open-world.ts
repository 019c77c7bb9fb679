import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../core/config/read-config.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { secretsOfEnvironment } from '../../core/secrets/secrets-of-environment.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import type { Surface } from '../../scripts/surface.ts'
import { type Slipway, startSlipway } from '../start-slipway.ts'

/** A sandbox and a Slipway on it, in a directory of their own. */
export interface World {
  readonly sandbox: Sandbox
  readonly slipway: Slipway
  /** Stops the services too, and removes everything. */
  close(): Promise<void>
}

export interface WorldOptions {
  readonly surface: Surface
  readonly writeLog: (line: string) => void
}

/** The demo does not depend on how a machine is set up: of its environment only what programs need to run at all. */
const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR']

export async function openWorld({ surface, writeLog }: WorldOptions): Promise<World> {
  const closers: (() => Promise<void>)[] = []
  async function close(): Promise<void> {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }

  try {
    const dir = await mkdtemp(join(tmpdir(), 'slipway-demo-'))
    closers.push(() => rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
    const sandbox = await startSandbox({ dir: join(dir, 'sandbox') })
    closers.push(sandbox.close, sandbox.stopServices)
    const slipway = await startSlipway({ ...optionsFor(sandbox, dir), surface, writeLog })
    closers.push(() => slipway.close(0))
    return { sandbox, slipway, close }
  } catch (error) {
    await close()
    throw error
  }
}

function optionsFor(sandbox: Sandbox, dir: string) {
  const env = {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    ...sandbox.env,
    DATA_DIR: join(dir, 'data'),
    PORT: '0',
  }
  const config = readConfig(env, [])
  const redactor = createRedactor()
  for (const secret of [...config.secrets, ...secretsOfEnvironment(env)]) redactor.add(secret)
  return { config, redactor, env, sandbox, user: 'demo', io: { input: process.stdin, output: process.stdout } }
}
