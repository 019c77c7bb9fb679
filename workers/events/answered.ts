import { z } from 'zod'
import { announce } from '../../core/actions/announce.ts'
import { confirm } from '../../core/records/bind.ts'
import { noWebhook } from '../../core/chat/messages/no-webhook.ts'
import { file } from '../file.ts'
import type { Desk } from './desk.ts'

const body = z.object({ key: z.string() })
const sayAgainMs = 3_600_000

/** Comes some seconds after the 201: when the event has not come by then, the deployment goes on from the POST's answer. */
export async function answered(data: unknown, { ports, reporter }: Desk): Promise<void> {
  const { key } = body.parse(data)
  const stored = await ports.records.deployments.get(key)
  if (stored?.value.state !== 'reserved') return
  const { value: record } = stored
  if ((await confirm(ports, record)).key !== key) return
  const first = await ports.engine.store.put(`no-webhook/${record.repository}`, record.id, {
    if: 'absent',
    expiresInMs: sayAgainMs,
  })
  if (first !== undefined) {
    const address = `${(await ports.publicUrl()) ?? 'this server'}/webhooks/github`
    ports.log.warn(
      { deployment: record.id, repository: record.repository, address },
      'no webhook reached us; going on from GitHub’s answer',
    )
    await announce(ports, `w-${key}`, record, noWebhook(record, address))
  }
  await file(ports, reporter, key)
}
