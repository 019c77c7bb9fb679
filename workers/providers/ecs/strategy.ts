import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { z } from 'zod'
import { duration } from '../../../core/apps/duration.ts'

/** In any case, as AWS shouts them. */
const type = z
  .string()
  .toLowerCase()
  .pipe(
    z.enum(['rolling', 'blue_green', 'linear', 'canary'], { error: 'must be rolling, blue_green, linear or canary' }),
  )

const dayMs = 86_400_000 // AWS bakes for 1440 minutes at the most

const minutes = duration
  .refine((ms) => ms % 60_000 === 0 && ms <= dayMs, { error: 'must be whole minutes, a day at the most' })
  .transform((ms) => ms / 60_000)

const full = z.strictObject({
  type,
  /** How long both revisions run after all traffic has moved. */
  bake: minutes.optional(),
  /** How much traffic moves at a time, and how long it stays so. */
  percent: z.number().min(0.1).max(100).optional(),
  step: minutes.optional(),
})

export const strategy = z.union([type.transform((name): z.output<typeof full> => ({ type: name })), full], {
  error: 'must be rolling, blue_green, linear or canary, or an object of type, bake, percent and step',
})

export type Strategy = z.output<typeof strategy>

const usual = { bake: 5, step: 5, linearPercent: 20, canaryPercent: 10 } // minutes and percent

/** The service's own configuration with another strategy in it: its breaker, alarms, hooks and limits stay. */
export function configurationFor(wanted: Strategy, current: DeploymentConfiguration = {}): DeploymentConfiguration {
  const { strategy: _, bakeTimeInMinutes, linearConfiguration: linear, canaryConfiguration: canary, ...kept } = current
  const { type: name, bake, percent, step } = wanted
  if (name === 'rolling') return { ...kept, strategy: 'ROLLING' }

  const baked = { ...kept, bakeTimeInMinutes: bake ?? bakeTimeInMinutes ?? usual.bake }
  if (name === 'blue_green') return { ...baked, strategy: 'BLUE_GREEN' }
  if (name === 'linear') {
    const stepPercent = percent ?? linear?.stepPercent ?? usual.linearPercent
    const stepBakeTimeInMinutes = step ?? linear?.stepBakeTimeInMinutes ?? usual.step
    return { ...baked, strategy: 'LINEAR', linearConfiguration: { stepPercent, stepBakeTimeInMinutes } }
  }
  const canaryPercent = percent ?? canary?.canaryPercent ?? usual.canaryPercent
  const canaryBakeTimeInMinutes = step ?? canary?.canaryBakeTimeInMinutes ?? usual.step
  return { ...baked, strategy: 'CANARY', canaryConfiguration: { canaryPercent, canaryBakeTimeInMinutes } }
}
