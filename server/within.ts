import { NoAnswerError } from './errors.ts'

/**
 * The promise's own outcome, or a NoAnswerError after `ms` milliseconds. What comes of it later is nobody's business
 * any more: the caller has told its own caller that there was no answer.
 */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswerError(what, ms)), ms)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
