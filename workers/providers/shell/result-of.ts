import type { Ended, Result } from '../provider.ts'
import { inShort } from '../../../core/apps/in-short.ts'

export interface Ran {
  /** The program as apps.json names it. */
  readonly name: string
  readonly sha: string
  readonly timeoutMs: number
  readonly silenceMs: number
}

/** What the end of a command means for its deployment. A stop counts before the exit code: nobody knows how far it had come. */
export function resultOf(ended: Ended, { name, sha, timeoutMs, silenceMs }: Ran): Result {
  if (ended.notStarted !== undefined) return { outcome: 'failed', summary: ended.notStarted }
  switch (ended.stopped?.kind) {
    case 'cancel':
      return { outcome: 'cancelled', summary: `cancelled by ${ended.stopped.by}` }
    case 'timeout':
      return { outcome: 'failed', summary: `timed out after ${inShort(timeoutMs)}` }
    case 'silence':
      return { outcome: 'failed', summary: `said nothing for ${inShort(silenceMs)} and was stopped` }
    case 'lease':
      return { outcome: 'unknown', summary: `${name} was interrupted: the worker lost its lease` }
    case 'shutdown':
      return { outcome: 'unknown', summary: `${name} was interrupted: the worker was shut down` }
    case undefined:
      break
  }
  if (ended.code === 0) return { outcome: 'succeeded', summary: `${name} ended well`, live: { sha } }
  if (ended.signal !== undefined) return { outcome: 'failed', summary: `${name} was ended by ${ended.signal}` }
  return { outcome: 'failed', summary: `${name} ended with ${ended.code}` }
}
