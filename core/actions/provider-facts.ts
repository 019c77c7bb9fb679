import type { Target } from '../apps/app.ts'
import type { Facts } from '../gates/facts.ts'
import type { Ports, ProviderLimits } from './ports.ts'

/** What this process knows of the target's provider. */
export function providerFacts(
  { providers }: Pick<Ports, 'providers'>,
  target: Target,
  asked: Pick<Facts['command'], 'hosts' | 'task'>,
): Facts['provider'] {
  const limits = target.provider === undefined ? undefined : providers.get(target.provider)
  if (!limits) return { known: false }
  const settings = limits.settings.safeParse(target.settings ?? {})
  const problem = settings.success ? undefined : settings.error.issues.map((issue) => issue.message).join(', ')
  const refusal = settings.success ? refusalOf(limits, asked, settings.data) : undefined
  return {
    known: true,
    can: limits.can,
    ...(problem !== undefined && { problem }),
    ...(refusal !== undefined && { refusal }),
  }
}

/** A rollback is no task of the provider's: only its hosts are asked about. */
function refusalOf(
  limits: ProviderLimits,
  { hosts, task }: Pick<Facts['command'], 'hosts' | 'task'>,
  settings: unknown,
): string | undefined {
  try {
    return limits.refuses?.({ hosts, task: task === 'rollback' ? 'deploy' : task }, settings)
  } catch (error) {
    // Whether it can limit itself is not known, so it is not taken for granted.
    return `its provider could not say whether it can do that: ${error instanceof Error ? error.message : String(error)}`
  }
}
