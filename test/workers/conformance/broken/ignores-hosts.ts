import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Says that it can limit itself to hosts, and deploys to all of them. */
export const provider: Provider = {
  ...good,
  deploy: (job, settings, context) => good.deploy({ ...job, hosts: [] }, settings, context),
}
