import { z } from 'zod'

// What we read of the Platform API's objects: https://devcenter.heroku.com/articles/platform-api-reference

const named = z.object({ id: z.string() })

export const appShape = z.object({
  id: z.string(),
  web_url: z.string().nullish(),
  maintenance: z.boolean().optional(),
})

export const buildShape = z.object({
  id: z.string(),
  /** pending, succeeded or failed */
  status: z.string(),
  created_at: z.string().optional(),
  output_stream_url: z.string().nullish(),
  source_blob: z.object({ version: z.string().nullish() }).nullish(),
  release: named.nullish(),
})
export type Build = z.output<typeof buildShape>

export const releaseShape = z.object({
  id: z.string(),
  version: z.number().int(),
  /** pending, succeeded, failed or expired */
  status: z.string(),
  current: z.boolean().optional(),
  output_stream_url: z.string().nullish(),
  slug: named.nullish(),
})
export type Release = z.output<typeof releaseShape>

export const slugShape = z.object({ commit: z.string().nullish() })

export const sourceShape = z.object({ source_blob: z.object({ put_url: z.url(), get_url: z.url() }) })

export const dynoShape = z.object({
  id: z.string(),
  name: z.string(),
  command: z.string().nullish(),
  state: z.string().nullish(),
})
export type Dyno = z.output<typeof dynoShape>

export const logSessionShape = z.object({ logplex_url: z.url() })

export const couplingShape = z.object({ pipeline: named })
export const pipelineShape = named
export const promotionShape = named

export const promotionTargetShape = z.object({
  app: named,
  /** pending, succeeded or failed */
  status: z.string(),
  error_message: z.string().nullish(),
  release: named.nullish(),
})
export type PromotionTarget = z.output<typeof promotionTargetShape>
