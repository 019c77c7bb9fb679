import { setTimeout as pause } from 'node:timers/promises'
import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Waits by itself instead of by its context, and does not look at the signal. */
export const provider: Provider = {
  ...good,
  deploy: (job, settings, context) =>
    good.deploy(job, settings, { ...context, sleep: (ms) => pause(ms, undefined, { ref: false }) }),
}
