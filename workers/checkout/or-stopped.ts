import { CheckoutError } from './checkout-error.ts'

/** Does not wait for work that stands in line behind somebody else's when `signal` says stop. */
export function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(new CheckoutError('stopped', 'the checkout was stopped'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
