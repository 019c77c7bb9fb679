import type { Job, JobsOptions, Processor } from 'bullmq'
import type { Json } from '../../json.ts'
import type { JsonText } from '../engine.ts'
import type { Policy } from './policy.ts'

/** What a running BullMQ worker is to us, whatever it stands on. */
export interface RunningWorker {
  close(): Promise<void>
}

export interface WorkerSettings {
  readonly concurrency: number
  readonly policy: Policy
  readonly pauseAfter: (failures: number) => number
  readonly onError: (error: Error) => void
}

/** The part of a BullMQ queue that differs between Redis and PostgreSQL. Ids are BullMQ's. */
export interface Backing {
  insert(jobId: string, data: Json | JsonText, options: JobsOptions): Promise<'added' | 'duplicate'>
  liveJobIds(): Promise<string[]>
  dataOf(job: Job): Json
  /** Gives a job under way back, to be the next one again. */
  putBack(job: Job, token: string): Promise<void>
  startWorker(processor: Processor, settings: WorkerSettings): Promise<RunningWorker>
  close(): Promise<void>
}
