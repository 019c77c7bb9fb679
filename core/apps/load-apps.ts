import { readFileSync } from 'node:fs'
import type { Apps } from './app.ts'
import { AppsError } from './errors.ts'
import { parseApps, type AppsOptions } from './parse-apps.ts'
import type { Providers } from './provider-source.ts'

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'is not there; write one, or point HUBOT_DEPLOY_APPS_JSON to it'],
  ['EACCES', 'may not be read by this user; change its mode or owner'],
  ['EISDIR', 'is a folder; point HUBOT_DEPLOY_APPS_JSON to the file in it'],
])

/** The text of the file, or an AppsError that says why it cannot be read. */
export function readAppsFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no reason given'
    throw new AppsError(file, '', causes.get(code) ?? `cannot be read (${code})`)
  }
}

/** Reads apps.json. Throws AppsError when it cannot be read, is not JSON, or holds no app that can be deployed. */
export function loadApps(file: string, providers: Providers, options: AppsOptions = {}): Apps {
  return parseApps(readAppsFile(file), file, providers, { env: process.env, ...options })
}
