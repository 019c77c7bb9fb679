import { z } from 'zod'
import type { Context } from '../provider.ts'

const snapshot = z.object({ sha: z.string().exactOptional(), handle: z.record(z.string(), z.string()).exactOptional() })

/** What is to run, and what ran before. */
const target = z.object({
  /** ARN of the task definition, with its revision. */
  revision: z.string(),
  /** Image of the named container, by digest where we deployed it. */
  image: z.string().exactOptional(),
  /** The container that migrations run in. */
  container: z.string(),
  before: snapshot,
})

/** What the service had before its update, so that what comes after can be told from it. */
const known = z.object({ deployments: z.array(z.string()), serviceDeployments: z.array(z.string()) })

const rollout = {
  target,
  known,
  /** Of the service's own list: `ecs-svc/123`. */
  deployment: z.string(),
  /** ARN; undefined where ECS has not shown one, or never does. */
  serviceDeployment: z.string().exactOptional(),
}

const shape = z.discriminatedUnion('phase', [
  /** Nothing was changed, but a revision may have been registered: one with the deployment's tag. */
  z.object({ phase: z.literal('registering') }),
  z.object({ phase: z.literal('registered'), target }),
  /** The one-off task may have been started. */
  z.object({ phase: z.literal('migrating'), target, task: z.string().exactOptional() }),
  z.object({ phase: z.literal('migrated'), target }),
  /** UpdateService may have been sent. */
  z.object({ phase: z.literal('updating'), target, known, force: z.boolean() }),
  z.object({ phase: z.literal('rolling'), ...rollout }),
  /** The rollout may have been told to stop. */
  z.object({ phase: z.literal('stopping'), ...rollout }),
])

export type Checkpoint = z.output<typeof shape>
export type Target = z.output<typeof target>
export type Known = z.output<typeof known>
export type Updating = Extract<Checkpoint, { phase: 'updating' }>
export type Rolling = Extract<Checkpoint, { phase: 'rolling' | 'stopping' }>

/** Undefined when nothing was begun. */
export const readCheckpoint = (stored: unknown): Checkpoint | undefined => (stored ? shape.parse(stored) : undefined)

export const save = (context: Context, checkpoint: Checkpoint): Promise<void> => context.checkpoint(checkpoint)
