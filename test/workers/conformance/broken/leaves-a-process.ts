import { spawn } from 'node:child_process'
import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Starts something by itself and forgets it. */
export const provider: Provider = {
  ...good,
  async deploy(job, settings, context) {
    spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }).unref()
    return good.deploy(job, settings, context)
  },
}
