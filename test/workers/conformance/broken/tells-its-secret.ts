import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Tells the address it asks, key included: the log is redacted, progress is not. */
export const provider: Provider = {
  ...good,
  async deploy(job, settings, context) {
    context.progress({ phase: `asks /releases?key=${encodeURIComponent(context.secret('TOKEN'))}` })
    return good.deploy(job, settings, context)
  },
}
