import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { freePort } from './free-port.ts'
import type { SandboxApp } from './sandbox-app.ts'

const shape = z.object({
  /** Of the GitHub: part of its address, by which deployments are remembered. */
  port: z.int(),
  webhookSecret: z.string().min(1),
  /** Of each service, by `app/environment`. */
  services: z.record(z.string(), z.int()),
  /** How many commits `sandbox commit` has made. */
  commits: z.int(),
})

/** What a sandbox keeps over restarts besides its GitHub. */
export type Settings = z.infer<typeof shape>

async function read(file: string): Promise<Settings | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`the sandbox cannot read ${file}; delete its directory to begin afresh`, { cause })
  }
}

export async function writeSettings(file: string, settings: Settings): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** Reads the settings; ports and secrets that are missing are chosen and kept. */
export async function readSettings(file: string, apps: readonly SandboxApp[]): Promise<Settings> {
  const known = await read(file)
  const services: Record<string, number> = { ...known?.services }
  const port = known?.port ?? (await freePort([]))
  for (const { name, environments } of apps) {
    for (const environment of environments) {
      services[`${name}/${environment}`] ??= await freePort([port, ...Object.values(services)])
    }
  }
  const webhookSecret = known?.webhookSecret ?? randomBytes(24).toString('hex')
  const settings = { port, webhookSecret, services, commits: known?.commits ?? 0 }
  await writeSettings(file, settings)
  return settings
}
