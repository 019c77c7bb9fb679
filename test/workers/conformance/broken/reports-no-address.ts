import type { Provider } from '../../../../workers/providers/provider.ts'
import { good, succeeded } from '../platform.ts'

/** Reports a path where an address belongs. */
export const provider: Provider = {
  ...good,
  async deploy(job, settings, context) {
    await good.deploy(job, settings, context)
    return succeeded(job, { url: '/apps/webapp' })
  },
}
