import type { Provider } from '../../../../workers/providers/provider.ts'
import { good, now } from '../platform.ts'

/** Takes a release that is there already for a mistake. */
export const provider: Provider = {
  ...good,
  async deploy(job, settings, context) {
    if (now().releases.includes(job.sha)) throw new Error(`there is a release of ${job.sha}`)
    return good.deploy(job, settings, context)
  },
}
