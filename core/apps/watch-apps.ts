import { statSync } from 'node:fs'
import type { Apps } from './app.ts'
import { AppsError } from './errors.ts'
import { externalProviders } from './external-providers.ts'
import { readAppsFile } from './load-apps.ts'
import { parseApps, type AppsOptions } from './parse-apps.ts'
import type { ProviderSource } from './provider-source.ts'

/** The apps of the last good reading, for as long as the process runs. */
export interface WatchedApps {
  current(): Apps
  close(): void
}

export interface WatchOptions extends AppsOptions {
  readonly onReload: (apps: Apps) => void
  /** The edit cannot be used; the last good reading stays. Told once an edit. */
  readonly onBroken: (error: AppsError) => void
  /** How often the file is looked at. A change counts when it is the same on two looks, so no half-written file is read. */
  readonly everyMs?: number
}

const lookEveryMs = 500

// Editors and config maps replace a file by a rename: only its name stays, so the name is asked, not the inode watched.
function lookAt(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  } catch (error) {
    // Not there, or not to be seen: reading it will say so.
    return String(error)
  }
}

/**
 * Loads apps.json as loadApps does, errors included, and again whenever it changes, with the providers that it names by
 * path or package. Does not keep the process alive.
 */
export async function watchApps(file: string, source: ProviderSource, options: WatchOptions): Promise<WatchedApps> {
  const { onReload, onBroken, everyMs = lookEveryMs, ...rest } = options
  const reading: AppsOptions = { env: process.env, ...rest }
  let seen = lookAt(file)
  const first = readAppsFile(file)
  let apps = await parse(first)
  let last = seen
  // Undefined after a broken edit: then even the text of the last good reading is news.
  let text: string | undefined = first
  let reloading = false

  async function parse(read: string): Promise<Apps> {
    const loaded = await source.load(externalProviders(read), file)
    const parsed = parseApps(read, file, loaded.providers, reading)
    loaded.use()
    return parsed
  }

  async function reload(): Promise<void> {
    let next: string
    try {
      next = readAppsFile(file)
      if (next === text) return
      apps = await parse(next)
    } catch (error) {
      if (!(error instanceof AppsError)) throw error
      text = undefined
      apps = { ...apps, brokenEdit: [error.path, error.problem].filter(Boolean).join(' ') }
      return onBroken(error)
    }
    text = next
    onReload(apps)
  }

  async function look(): Promise<void> {
    if (reloading) return
    const now = lookAt(file)
    const settled = now === last
    last = now
    if (!settled || now === seen) return
    seen = now
    reloading = true
    try {
      await reload()
    } finally {
      reloading = false
    }
  }

  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return {
    current: () => apps,
    close: () => clearInterval(timer),
  }
}
