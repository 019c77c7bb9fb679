import { z } from 'zod'
import type { Json } from '../../core/json.ts'

/**
 * What a module says of its platform so that the suite can bring about what it judges; exported beside the provider as
 * `conformance`. Everything is optional: what cannot be brought about or seen is not judged.
 */
export interface Scenes {
  /** Files of the repository that is deployed, by path. All of them are executable. `script/loud` is there anyway. */
  readonly files?: { readonly [path: string]: string }
  /** The worker's environment, for `context.secret` and `context.variable`. */
  readonly env?: { readonly [name: string]: string }
  /** A GitHub that `context.github` talks to. */
  readonly github?: { readonly apiUrl: string; readonly token: string }
  /** What is deployed, where the platform has to know it. `sha` has to be in the repository when it is checked out. */
  readonly job?: {
    readonly app?: string
    readonly environment?: string
    readonly repository?: string
    readonly ref?: string
    readonly sha?: string
  }
  /** Settings, as under the provider's name in apps.json, of a deployment that succeeds. Default: `--settings`, else `{}`. */
  readonly succeeds?: Json
  /** Settings of one that goes on until it is cancelled. Default: those of `succeeds`, as for the next two. */
  readonly lasts?: Json
  /** Settings of one whose output is what `stage.loud` describes. */
  readonly loud?: Json
  /** Settings of one that uses a secret, and says as much of it as it ever does. */
  readonly secret?: Json
  /** Hosts, and a task besides `deploy`, that the settings of `succeeds` allow. */
  readonly hosts?: readonly string[]
  readonly task?: string
  /** How many times faster than ours the clock of `context.now` and `context.sleep` goes, for a stand-in that never takes long. Default 1. */
  readonly pace?: number
  /** How many outside effects there were so far: releases made, rollouts started. Looking does not count. */
  effects?(): number | Promise<number>
  /** What the platform runs now: the same after a retry. */
  live?(): Json | Promise<Json>
  /** All that the platform was told so far, as text: hosts and tasks are looked for in it. */
  heard?(): string | Promise<string>
  /** Takes down what was set up. */
  close?(): void | Promise<void>
}

/** What the suite gives to a module that sets up its scenes. */
export interface Stage {
  /** Empty, and removed afterwards. */
  readonly folder: string
  readonly loud: Loud
}

/** What a loud deployment prints: `bytes` in lines, then `lastLine`. `script/loud` of the repository does. */
export interface Loud {
  readonly bytes: number
  readonly lastLine: string
}

/** A function is called anew for each scene, so that none stands on what another left behind. */
export type Conformance = Scenes | ((stage: Stage) => Scenes | Promise<Scenes>)

const hook = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', {
  error: 'must be a function',
})
const texts = z.record(z.string(), z.string())

const shape = z.strictObject({
  files: texts.optional(),
  env: texts.optional(),
  github: z.object({ apiUrl: z.string(), token: z.string() }).optional(),
  job: z.partialRecord(z.enum(['app', 'environment', 'repository', 'ref', 'sha']), z.string()).optional(),
  succeeds: z.json().optional(),
  lasts: z.json().optional(),
  loud: z.json().optional(),
  secret: z.json().optional(),
  hosts: z.array(z.string()).optional(),
  task: z.string().optional(),
  pace: z.number().min(1).optional(),
  effects: hook.optional(),
  live: hook.optional(),
  heard: hook.optional(),
  close: hook.optional(),
})

/** Scenes that cannot be used, told to the author of the module. */
export class ScenesError extends Error {
  override readonly name = 'ScenesError'
}

/** Calls what the module exports as `conformance`, and judges what comes of it before anybody stands on it. */
export async function openScenes(exported: unknown, stage: Stage): Promise<Scenes> {
  const scenes: unknown = typeof exported === 'function' ? await exported(stage) : (exported ?? {})
  const { error } = shape.safeParse(scenes)
  if (!error) return scenes as Scenes
  const problems = error.issues.map(({ path, message }) => [path.map(String).join('.'), message].join(' ').trim())
  throw new ScenesError(`the export "conformance" cannot be used: ${problems.join('; ')}`)
}
