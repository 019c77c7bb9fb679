import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { packageRoot } from './package-root.ts'

const settings = z.looseObject({})
const entry = z.looseObject({
  repository: z.string(),
  environments: z.record(z.string(), z.looseObject({ shell: settings.optional() })),
  shell: settings,
})
const file = z.looseObject({ $schema: z.string().optional() }).catchall(z.unknown())

/** An app of the top-level apps.json, as far as the sandbox cares. */
export interface SandboxApp {
  readonly name: string
  readonly repository: string
  readonly environments: readonly string[]
  /** The whole entry. */
  readonly entry: z.infer<typeof entry>
}

/** The apps of the example that the demo runs. */
export async function readSandboxApps(): Promise<SandboxApp[]> {
  const { $schema: _, ...apps } = file.parse(JSON.parse(await readFile(join(packageRoot(), 'apps.json'), 'utf8')))
  return Object.entries(apps).map(([name, raw]) => {
    const app = entry.parse(raw)
    return { name, repository: app.repository, environments: Object.keys(app.environments), entry: app }
  })
}
