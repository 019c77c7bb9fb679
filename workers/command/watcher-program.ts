import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Arguments with which node starts the watcher: as it was built, or through tsx where the sources run as they are. */
export function watcherProgram(): readonly string[] {
  const here = import.meta.url
  if (!here.endsWith('.ts')) return [fileURLToPath(new URL('../watcher.js', here))]
  const tsx = pathToFileURL(createRequire(here).resolve('tsx')).href
  return ['--import', tsx, fileURLToPath(new URL('../watcher.ts', here))]
}
