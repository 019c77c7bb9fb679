import type { Config } from '../../core/config/config.ts'
import type { Apps } from '../../core/apps/app.ts'
import type { Api } from '../do/api.ts'

/** What was found of one thing. `next` says what to do, for whatever is not well. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'broken'
  /** The setting, or the thing in apps.json: `GITHUB_TOKEN`, `webapp`. */
  readonly about: string
  readonly says: string
  readonly next?: string
}

/** What all checks look at. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  /** What is wrong in it counts as not set; `problems` has a line for each. */
  readonly config: Config
  readonly problems: readonly string[]
  /** Undefined when the file cannot be used. */
  readonly apps: Apps | undefined
  /** The server that runs on this machine or at SLIPWAY_URL, if one does. */
  readonly server: { readonly url: string; readonly api: Api } | undefined
}

/** One look at one thing. Changes nothing. */
export type Check = (around: Surroundings) => Promise<readonly Finding[]>

export const ok = (about: string, says: string): Finding => ({ level: 'ok', about, says })
export const warning = (about: string, says: string, next: string): Finding => ({ level: 'warning', about, says, next })
export const broken = (about: string, says: string, next: string): Finding => ({ level: 'broken', about, says, next })
