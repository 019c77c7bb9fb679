import { CheckoutError } from './checkout-error.ts'

/** Does not begin work after `signal` has said stop, nor wait for work that stands in line behind somebody else's. */
export function orStopped<T>(begin: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return begin()
  return new Promise((resolve, reject) => {
    const stop = () => reject(new CheckoutError('stopped', 'the checkout was stopped'))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    begin()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop))
  })
}
