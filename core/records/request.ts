import { z } from 'zod'
import { person, place } from './people.ts'
import { rollback } from './snapshot.ts'

/**
 * A command that asks GitHub for a deployment, stored before it is sent.
 * `asked`: the POST may be under way. `unclear`: its answer was lost. `bound`: it has its deployment.
 * `waiting`: GitHub said not yet; a waiting command goes on from here. `ended`: nothing will come of it.
 */
export const request = z.object({
  id: z.string(),
  app: z.string(),
  environment: z.string(),
  target: z.string(),
  repository: z.string(),
  /** What people call it: branch, tag or sha. */
  ref: z.string(),
  /** The exact commit to post instead of the ref: retries and starts of waiting commands. */
  sha: z.string().optional(),
  task: z.string(),
  force: z.boolean(),
  /** True when checks need not be asked again: `!`, or a retry of what ran well. */
  skipChecks: z.boolean(),
  hosts: z.array(z.string()).readonly(),
  reason: z.string().optional(),
  who: person,
  place,
  retryOf: z.number().optional(),
  rollback: rollback.optional(),
  /** The waiting command this request is the start of. */
  wait: z.string().optional(),
  createdAt: z.number(),
  state: z.enum(['asked', 'unclear', 'bound', 'waiting', 'ended']),
  /** How often the POST was sent, and when last (ms). */
  attempts: z.number(),
  sentAt: z.number(),
  /** Key of the bound deployment. */
  deployment: z.string().optional(),
  /** Why it ended, or what it waits for. */
  code: z.string().optional(),
})
export type Request = z.infer<typeof request>

/** True while a deployment that GitHub made for it can still become its own: one has been asked for, and none has come. */
export const awaitsDeployment = ({ state, code }: Request) =>
  state === 'asked' || state === 'unclear' || (state === 'ended' && code === 'unclear')
