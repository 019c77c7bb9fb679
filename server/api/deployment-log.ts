import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logs } from '../../core/engine/engine.ts'
import { isFinal, logOf } from '../../core/records/deployment.ts'
import type { Records } from '../../core/records/records.ts'

const pollMs = 200 // soon enough for a reader, and few enough reads for the engine

export interface LogReading {
  readonly logs: Logs
  readonly records: Records
  readonly key: string
  /** Byte offset to begin at. */
  readonly from: number
}

/** What has been logged by now. */
export const deploymentLog = (reading: LogReading): Readable => Readable.from(textFrom(reading))

/** The log while it is written: ends when the deployment has ended and everything was read, or when `signal` aborts. */
export const liveDeploymentLog = (reading: LogReading, signal: AbortSignal): Readable =>
  Readable.from(follow(reading, signal))

async function* textFrom({ logs, key, from }: LogReading): AsyncGenerator<string, number> {
  let offset = from
  for (;;) {
    const { text, next } = await logs.read(logOf(key), offset)
    if (text === '') return offset
    yield text
    offset = next
  }
}

async function* follow(reading: LogReading, signal: AbortSignal): AsyncGenerator<string> {
  let from = reading.from
  while (!signal.aborted) {
    // Asked before reading: what is written last is written before the end.
    const deployment = await reading.records.deployments.get(reading.key)
    from = yield* textFrom({ ...reading, from })
    if (!deployment || isFinal(deployment.value.state)) return
    // It rejects only when aborted, and then the loop ends by itself.
    await sleep(pollMs, undefined, { signal }).catch(() => undefined)
  }
}
