import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Does a whole deploy whatever it is asked for. */
export const provider: Provider = { ...good, can: { hosts: true, tasks: /^deploy(:[a-z][\w-]*)*$/ } }
