import type { Provider } from '../../../../workers/providers/provider.ts'
import { good } from '../platform.ts'

/** Takes a secret from process.env, where nobody learns that it is one. */
export const provider: Provider = {
  ...good,
  async deploy(job, settings, context) {
    await context.log(`uses ${process.env['TOKEN']}`)
    return good.deploy(job, settings, { ...context, secret: (name) => process.env[name] ?? '' })
  },
}
