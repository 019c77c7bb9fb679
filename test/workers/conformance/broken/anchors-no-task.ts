import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Heaven's pattern: anything with a deploy in it. */
export const provider: Provider = { ...good, can: { hosts: true, tasks: /deploy$/ } }
