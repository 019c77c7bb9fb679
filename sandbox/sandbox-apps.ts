import { readFile, rename, writeFile } from 'node:fs/promises'
import type { SandboxApp } from './sandbox-app.ts'

interface Facts {
  /** Where the file goes. */
  readonly file: string
  /** `SAMPLE_HOME` of the deploy script. */
  readonly home: string
  readonly cloneUrl: (repository: string) => string
  readonly port: (app: string, environment: string) => number
}

/** The example's entry with what is known at run time only: where to clone from, where services live and answer. */
function complete({ name, repository, environments, entry }: SandboxApp, { cloneUrl, home, port }: Facts) {
  const places = environments.map((environment) => {
    const number = port(name, environment)
    const rules = entry.environments[environment] ?? {}
    const env = { SAMPLE_PORT: String(number) }
    return [environment, { ...rules, url: `http://127.0.0.1:${number}`, shell: { ...rules.shell, env } }] as const
  })
  const shell = { ...entry.shell, env: { SAMPLE_HOME: home } }
  return { ...entry, git: cloneUrl(repository), shell, environments: Object.fromEntries(places) }
}

/** Writes the apps.json that the sandbox runs with. An unchanged file is left alone, so that nobody reloads it. */
export async function sandboxApps(apps: readonly SandboxApp[], facts: Facts): Promise<void> {
  const entries = apps.map((app) => [app.name, complete(app, facts)] as const)
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`
  const there = await readFile(facts.file, 'utf8').catch(() => undefined)
  if (there === text) return
  await writeFile(`${facts.file}.new`, text)
  await rename(`${facts.file}.new`, facts.file)
}
