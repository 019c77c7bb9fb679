import { z } from 'zod'
import { namesIn } from '../../core/records/payload.ts'
import { consider } from './deployment.ts'
import type { Desk } from './desk.ts'

const body = z.object({
  id: z.number(),
  repository: z.object({ id: z.number(), full_name: z.string() }),
  payload: z.unknown().optional(),
})

/** The reconcile found a deployment on GitHub whose event never reached us. */
export async function found(data: unknown, desk: Desk): Promise<void> {
  const { id, repository, payload } = body.parse(data)
  await consider(desk, { id, repository, names: namesIn(payload), byWorkflow: false, missed: true })
}
