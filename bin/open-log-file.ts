import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

export interface LogFile {
  readonly file: string
  /** Written before it returns, so that nothing is lost when the process ends. */
  readonly write: (text: string) => void
}

/** A log in a file that is made when it is not there, and written on when it is. */
export function openLogFile(file: string): LogFile {
  mkdirSync(dirname(file), { recursive: true })
  return { file, write: (text) => appendFileSync(file, text, { mode: 0o600 }) }
}
