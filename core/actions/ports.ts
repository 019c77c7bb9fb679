import type { Logger } from 'pino'
import type { ZodType } from 'zod'
import type { Apps, Target } from '../apps/app.ts'
import type { Message } from '../chat/message.ts'
import type { Engine } from '../engine/engine.ts'
import type { GitHub } from '../github/github.ts'
import type { PeopleTools } from '../people/tools.ts'
import type { Place } from '../records/people.ts'
import type { Records } from '../records/records.ts'

/** What the gates need to know of a provider; the code that carries out stays with the workers. */
export interface ProviderLimits {
  readonly can: { readonly hosts: boolean; readonly tasks: RegExp }
  readonly settings: ZodType
  /** Why the target's settings rule out these hosts or this task; undefined when they do not. */
  refuses?(asked: { readonly hosts: readonly string[]; readonly task: string }, settings: unknown): string | undefined
}

/** A thread of ours, and the key of the deployment that its first message shows from now on. */
export interface ToldThread {
  readonly thread: string
  readonly deployment?: string
}

export interface Ports {
  /** The apps as apps.json has them now. */
  readonly apps: () => Apps
  readonly github: (target: Pick<Target, 'githubApi' | 'githubToken'>) => GitHub
  readonly people: PeopleTools
  readonly engine: Engine
  readonly records: Records
  readonly providers: ReadonlyMap<string, ProviderLimits>
  readonly settings: {
    readonly prefix: string
    readonly robotName: string
    /** Random id of this installation: another Slipway's deployments are left to it. */
    readonly instance: string
    readonly maxEventAgeMs: number
    readonly sandbox: boolean
  }
  /** Address people reach the pages at, without a trailing slash; undefined while no server role has said one. */
  readonly publicUrl: () => Promise<string | undefined>
  /**
   * Tells a room something through the chat queue, as a line of this thread where chat has threads. The same `id` again
   * is told once.
   */
  readonly tell: (id: string, place: Place, message: Message, thread?: ToldThread) => Promise<void>
  readonly log: Logger
  readonly now: () => number
}
