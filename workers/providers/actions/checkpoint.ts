import { z } from 'zod'

/**
 * How far a run of ours has come. `undispatched`: surely nothing was started. `dispatching`: a run may exist, and is none
 * of the `known` ones. `following`: it is this one.
 */
export const checkpoint = z.discriminatedUnion('step', [
  z.object({ step: z.literal('undispatched') }),
  z.object({ step: z.literal('dispatching'), ref: z.string(), known: z.array(z.number()) }),
  z.object({ step: z.literal('following'), run: z.number() }),
])

export type Checkpoint = z.output<typeof checkpoint>
export type Dispatching = Extract<Checkpoint, { readonly step: 'dispatching' }>
