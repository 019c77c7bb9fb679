import { z } from 'zod'
import { person, place } from './people.ts'
import { rollback, snapshot } from './snapshot.ts'

export const finalStates = ['success', 'failure', 'error', 'inactive'] as const

/** `reserved`: GitHub made it, its event has not come yet. The others are GitHub's words. */
export const deploymentState = z.enum(['reserved', 'queued', 'in_progress', ...finalStates])
export type DeploymentState = z.infer<typeof deploymentState>

export const isFinal = (state: DeploymentState): state is (typeof finalStates)[number] =>
  (finalStates as readonly string[]).includes(state)

/**
 * One thing the world is told about a deployment, in order: a status for GitHub and a line for chat.
 * `github`: `due` to be posted, `posting` by somebody since `since`, `unclear` whether it arrived, `posted`, `refused`.
 */
export const step = z.object({
  state: z.enum(['queued', 'in_progress', ...finalStates]),
  description: z.string(),
  at: z.number(),
  github: z.enum(['due', 'posting', 'unclear', 'posted', 'refused']),
  /** When `posting` began, or when an `unclear` or limited one may be looked at again (ms). */
  since: z.number().optional(),
  statusId: z.number().optional(),
  told: z.boolean(),
})
export type Step = z.infer<typeof step>

/** What ran where, when, by whom, how it ended; and, in the same value, what is still to be told about it. */
export const deploymentRecord = z.object({
  /** Host of the API and GitHub's id, see deploymentKey. */
  key: z.string(),
  id: z.number(),
  app: z.string(),
  environment: z.string(),
  target: z.string(),
  repository: z.string(),
  ref: z.string(),
  sha: z.string(),
  task: z.string(),
  hosts: z.array(z.string()).readonly(),
  force: z.boolean(),
  reason: z.string().optional(),
  who: person,
  place: place.optional(),
  /** Undefined for a deployment that somebody else made on GitHub. */
  request: z.string().optional(),
  retryOf: z.number().optional(),
  rollback: rollback.optional(),
  createdAt: z.number(),
  filedAt: z.number().optional(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  state: deploymentState,
  /** Token of the run that holds it. Only the run that wrote it may end the deployment, or whoever took the lease after it. */
  run: z.string().optional(),
  /** Runs so far; more than one when a worker died and another resumed. */
  attempt: z.number().optional(),
  cancel: z.object({ by: z.string(), at: z.number() }).optional(),
  /** What was live before, as far as we know. */
  previousSha: z.string().optional(),
  /** The same in the platform's words, and what is live since it ended well: only where it put something in place. */
  before: snapshot.optional(),
  live: snapshot.optional(),
  /** Where what it put in place can be looked at. */
  url: z.string().optional(),
  /** Where the run stands, as its provider told last. `url` is the platform's own page of it. */
  progress: z
    .object({ phase: z.string(), percent: z.number().optional(), url: z.string().optional(), at: z.number() })
    .optional(),
  summary: z.string().optional(),
  checkpoint: z.json().optional(),
  steps: z.array(step).readonly(),
})
export type DeploymentRecord = z.infer<typeof deploymentRecord>

/** GitHub counts deployments per server, so a key is the server's API host and the id. */
export const deploymentKey = (host: string, id: number) => `${host.replaceAll(/[^a-zA-Z0-9.-]/g, '_')}-${id}`

/** Name of the deployment's log in the engine. */
export const logOf = (key: string) => `log/${key}`
