import type { Json } from '../json.ts'

/** One value of the store. `version` is unique over the whole store and only grows, so a deleted and re-made key never looks unchanged. */
export interface Entry {
  readonly key: string
  readonly value: Json
  readonly version: number
}

export interface PutOptions {
  /** `absent`: only when no living value is there. A number: only when the living value has that version. */
  readonly if?: 'absent' | number
  /** After this many milliseconds, by the engine's own clock, the value is gone. Without it the value stays (an earlier expiry is lifted). */
  readonly expiresInMs?: number
}

export interface ListOptions {
  /** Only keys after this one, in byte order. */
  readonly after?: string
  /** At most so many entries; default 1,000. */
  readonly limit?: number
}

export interface Member {
  readonly member: string
  readonly score: number
}

export interface RangeOptions {
  readonly min?: number
  readonly max?: number
  readonly limit?: number
  /** Highest score first. */
  readonly reverse?: boolean
}

/** Members ordered by score, then by byte order of the member. */
export interface SortedSets {
  /** Sets the member's score, whether it was there or not. */
  add(set: string, member: string, score: number): Promise<void>
  remove(set: string, member: string): Promise<boolean>
  range(set: string, options?: RangeOptions): Promise<Member[]>
}

export interface LogChunk {
  readonly text: string
  /** Byte offset to go on from: the end of what `text` holds. */
  readonly next: number
}

/** Append-only texts addressed by byte offset (UTF-8). One writer; any number of readers, late or live. */
export interface Logs {
  /** Writes `text` at `offset` and returns the offset after it. The same write again changes nothing. */
  append(log: string, offset: number, text: string): Promise<number>
  /** Up to `limit` bytes (default 64 KiB) from `offset` on, never cutting a character in two; an empty text at the end. */
  read(log: string, offset: number, limit?: number): Promise<LogChunk>
  /** Bytes written so far. */
  size(log: string): Promise<number>
  delete(log: string): Promise<void>
}

/** A small store. Keys are `/`-separated paths of printable ASCII. */
export interface Store {
  get(key: string): Promise<Entry | undefined>
  /** The new version, or undefined when the condition did not hold and nothing was written. */
  put(key: string, value: Json, options?: PutOptions): Promise<number | undefined>
  /** True when something was deleted. With `if`, only a value of that version is. */
  delete(key: string, options?: { readonly if?: number }): Promise<boolean>
  /** Living entries whose key starts with `prefix`, in byte order of their keys. */
  list(prefix: string, options?: ListOptions): Promise<Entry[]>
  readonly sorted: SortedSets
  readonly logs: Logs
}

/** JSON that is known to be well formed: queued as it stands, without being put together again. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export interface QueuedJob {
  readonly id: string
  readonly data: Json
  /** 1 for the first try. */
  readonly attempt: number
}

/** Thrown by a handler: not done, try again after so many milliseconds. It does not count as a failure. */
export class Later extends Error {
  readonly afterMs: number
  constructor(afterMs: number, why: string) {
    super(why)
    this.name = 'Later'
    this.afterMs = afterMs
  }
}

export interface WorkOptions {
  readonly concurrency: number
}

/** Stops taking jobs and waits for those under way. */
export interface Consumer {
  close(): Promise<void>
}

export interface Queue {
  /** `duplicate` when a job of that id is known already, in whatever state: then nothing was added. */
  add(id: string, data: Json | JsonText, options?: { readonly delayMs?: number }): Promise<'added' | 'duplicate'>
  /** Ids of jobs that are waiting, delayed or being worked on. */
  liveIds(): Promise<Set<string>>
  work(handler: (job: QueuedJob) => Promise<void>, options: WorkOptions): Promise<Consumer>
}

export interface Queues {
  /** Every accepted delivery. Retried with growing pauses until its handler is done; finished ids are remembered for days. */
  readonly events: Queue
  /** Heads of lanes. A job runs at most once, is never taken up again after its worker died, and its id is forgotten when it ends. */
  readonly deployments: Queue
  /** Messages to chat. Retried like events, in order. */
  readonly chat: Queue
}

export type EngineKind = 'redis' | 'postgres' | 'embedded'

export interface Engine {
  readonly kind: EngineKind
  readonly store: Store
  readonly queues: Queues
  /** Rejects when the engine does not answer. */
  ping(): Promise<void>
  /** What makes this engine less durable than people will expect, one sentence each. */
  warnings(): Promise<string[]>
  close(): Promise<void>
}
