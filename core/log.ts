import { destination, type Logger, pino, stdTimeFunctions } from 'pino'

export interface LogOptions {
  /** fatal, error, warn, info, debug, trace or silent. */
  readonly level: string
  /** Every string that goes out passes through it: messages, fields, error messages and stacks. */
  readonly redact: (text: string) => string
  /** Takes one whole line; stderr without it, since stdout is for the ready line and chat alone. */
  readonly write?: (line: string) => void
}

/** The log: JSON lines, written before the call returns, so that nothing is lost when the process ends. */
export function createLog({ level, redact, write = toStderr() }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    // Redaction stands at the very end, where it sees what child loggers and serialisers added.
    {
      write: (line) => write(isClean(line, redact) ? line : `${JSON.stringify(redacted(JSON.parse(line), redact))}\n`),
    },
  )
}

/** Without an escape in it the line is its values to the letter, so one look says that there is nothing to take out: most lines. */
const isClean = (line: string, redact: LogOptions['redact']) => !line.includes('\\') && redact(line) === line

function toStderr(): (line: string) => void {
  const stderr = destination({ dest: 2, sync: true })
  return (line) => void stderr.write(line)
}

function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redacted(item, redact)]))
}

const deepestCause = 5

/** An error without the objects that clients hang on it: requests, responses and their headers stay out of the log. */
function describeError(error: unknown, depth = 0): unknown {
  if (!looksLikeError(error)) return error
  const { name, message, stack, code, cause } = error
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    stack,
    ...(cause !== undefined && depth < deepestCause && { cause: describeError(cause, depth + 1) }),
  }
}

interface ErrorLike {
  readonly name: string
  readonly message: string
  readonly stack?: unknown
  readonly code?: unknown
  readonly cause?: unknown
}

const looksLikeError = (value: unknown): value is ErrorLike =>
  typeof value === 'object' && value !== null && 'message' in value && 'name' in value && 'stack' in value
