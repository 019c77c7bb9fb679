import type { Provider } from '../../../../workers/providers/provider.ts'
import { good, release } from '../platform.ts'

/** Does the first thing outside before anybody could know of it. */
export const provider: Provider = {
  ...good,
  async deploy(job, settings, context) {
    release(job)
    return good.deploy(job, settings, context)
  },
}
