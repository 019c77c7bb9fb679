import { z } from 'zod'

/** The parts of GitHub's webhook payloads that we read; all else is passed over. Events are hints: nothing here is believed unread. */
const repository = z.object({ id: z.number().optional(), full_name: z.string(), default_branch: z.string().optional() })

export const deploymentEvent = z.object({
  action: z.string().optional(),
  deployment: z.object({
    id: z.number(),
    /** An object, or a JSON string of one, as its maker sent it. */
    payload: z.unknown().optional(),
  }),
  workflow_run: z.unknown().optional(),
  repository,
})

export const deploymentStatusEvent = z.object({
  deployment: z.object({ id: z.number() }),
  deployment_status: z.object({
    id: z.number(),
    state: z.string(),
    description: z.string().nullish(),
    creator: z.object({ login: z.string() }).nullish(),
  }),
  repository,
})

export const pushEvent = z.object({
  ref: z.string(),
  after: z.string(),
  deleted: z.boolean().optional(),
  repository,
})

export const repositoryEvent = z.object({ action: z.string(), repository })

export const statusEvent = z.object({ sha: z.string(), state: z.string(), repository })

export const checkRunEvent = z.object({
  action: z.string(),
  check_run: z.object({ head_sha: z.string() }),
  repository,
})

export const checkSuiteEvent = z.object({
  action: z.string(),
  check_suite: z.object({ head_sha: z.string() }),
  repository,
})
export type EventRepository = z.infer<typeof repository>
