import type { Target } from '../apps/app.ts'
import type { Facts } from '../gates/facts.ts'
import type { Ports } from './ports.ts'

/** What this process knows of the target's provider. */
export function providerFacts({ providers }: Pick<Ports, 'providers'>, target: Target): Facts['provider'] {
  const limits = target.provider === undefined ? undefined : providers.get(target.provider)
  if (!limits) return { known: false }
  const settings = limits.settings.safeParse(target.settings ?? {})
  const problem = settings.success ? undefined : settings.error.issues.map((issue) => issue.message).join(', ')
  return { known: true, can: limits.can, ...(problem !== undefined && { problem }) }
}
