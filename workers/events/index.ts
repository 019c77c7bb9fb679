import { z } from 'zod'
import type { Json } from '../../core/json.ts'
import { answered } from './answered.ts'
import { checkRun, checkSuite, status } from './checks.ts'
import { deployment } from './deployment.ts'
import { deploymentStatus } from './deployment-status.ts'
import type { Desk } from './desk.ts'
import { found } from './found.ts'
import { linking } from './linking.ts'
import { nudge } from './nudge.ts'
import { push } from './push.ts'
import { question } from './question.ts'
import { report } from './report.ts'
import { repository } from './repository.ts'

type Handler = (body: unknown, desk: Desk) => Promise<void>

/** GitHub's events, by GitHub's names. Each handler is idempotent: it is run again until it is done. */
const webhooks: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['deployment', deployment],
  ['deployment_status', deploymentStatus],
  ['push', push],
  ['repository', repository],
  ['status', status],
  ['check_run', checkRun],
  ['check_suite', checkSuite],
])

/** What we ask of ourselves, later. */
const own: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['answered', answered],
  ['found', found],
  ['linking', linking],
  ['nudge', nudge],
  ['question', question],
  ['report', report],
])

const delivered = z.object({ event: z.string(), delivery: z.string(), body: z.looseObject({}) })
const asked = z.looseObject({ event: z.string() })

/** One job of the `events` queue. What cannot be read is said and dropped: trying again would not mend it. */
export async function handleEvent(data: Json, desk: Desk): Promise<void> {
  const delivery = delivered.safeParse(data)
  const { event } = asked.parse(data)
  const handler = delivery.success ? webhooks.get(event) : own.get(event)
  if (!handler) return desk.ports.log.warn({ event }, 'an event nobody handles')
  try {
    await handler(delivery.success ? delivery.data.body : data, desk)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const about = { event, ...(delivery.success && { delivery: delivery.data.delivery }) }
    desk.ports.log.warn(
      { ...about, why: z.prettifyError(error) },
      'an event does not look like GitHub’s; it is dropped',
    )
  }
}
