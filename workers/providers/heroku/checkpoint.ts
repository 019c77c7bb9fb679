import { z } from 'zod'
import type { Json } from '../../../core/json.ts'
import type { Context } from '../provider.ts'

const release = z.object({ id: z.string(), version: z.number() })

/** `before`: what was live when it began. `read`: bytes of the output that the log has. */
const common = { before: release.optional() }

/** What a dead worker leaves to the next one. Saved before the call that changes something, and again with what that made. */
const checkpoint = z.discriminatedUnion('step', [
  /** `after`: the newest build before ours, by which ours is told from it when no answer came. */
  z.object({
    ...common,
    step: z.literal('build'),
    after: z.string().optional(),
    build: z.string().optional(),
    read: z.number().default(0),
  }),
  /** A build, a promotion or a rollback has made this release. */
  z.object({ ...common, step: z.literal('release'), release: z.string(), read: z.number().default(0) }),
  /** `after`: version of the newest release before ours. */
  z.object({ ...common, step: z.literal('rollback'), slug: z.string().optional(), after: z.number() }),
  z.object({
    ...common,
    step: z.literal('promotion'),
    source: z.string(),
    after: z.number(),
    promotion: z.string().optional(),
  }),
  /** `others`: ids of the dynos that were there before ours. */
  z.object({
    step: z.literal('task'),
    command: z.string(),
    others: z.array(z.string()),
    dyno: z.string().optional(),
  }),
])

export type Checkpoint = z.output<typeof checkpoint>
export type At<Step extends Checkpoint['step']> = Extract<Checkpoint, { readonly step: Step }>

export const save = (context: Context, state: Checkpoint): Promise<void> => context.checkpoint(state)

/** Undefined when it is not one of ours. */
export const readCheckpoint = (state: Json): Checkpoint | undefined => checkpoint.safeParse(state).data
