import { z } from 'zod'
import type { GitHubDeployment } from './github.ts'
import { payload } from './payload.ts'

/**
 * A deployment as REST sends it. Only id and sha cannot be done without: a created deployment must not count as lost
 * because a proxy or an older server leaves a field out. The others fall back to GitHub's own defaults.
 */
export const deploymentShape = z
  .object({
    id: z.number().int(),
    sha: z.string(),
    ref: z.string().default(''),
    task: z.string().default('deploy'),
    environment: z.string().default('production'),
    payload: z.json().nullish(),
    description: z.string().nullish(),
    creator: z.object({ login: z.string(), type: z.string().default('User') }).nullish(),
    performed_via_github_app: z.object({ slug: z.string().nullish(), name: z.string().nullish() }).nullish(),
    created_at: z.string().default(() => new Date().toISOString()),
  })
  .transform(
    (sent): GitHubDeployment => ({
      id: sent.id,
      sha: sent.sha,
      ref: sent.ref,
      task: sent.task,
      environment: sent.environment,
      payload: payload(sent.payload ?? null),
      description: sent.description ?? null,
      creator: sent.creator ?? null,
      madeByApp: madeBy(sent.performed_via_github_app),
      createdAt: sent.created_at,
    }),
  )

// Enterprise owned Apps have no slug in older servers; that an App made it must not be lost over that.
const madeBy = (app: { slug?: string | null | undefined; name?: string | null | undefined } | null | undefined) =>
  app ? (app.slug ?? app.name ?? 'unknown') : null
