import { NoAnswerError } from './errors.ts'

/**
 * The promise's own outcome, or a NoAnswerError after `ms` milliseconds. What comes of it later is nobody's business
 * any more: the caller has told its own caller that there was no answer.
 */
export function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswerError(what, ms)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
