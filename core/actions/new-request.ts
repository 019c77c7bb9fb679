import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Target } from '../apps/app.ts'
import type { Engine } from '../engine/engine.ts'
import type { Place } from '../records/people.ts'
import type { Request } from '../records/request.ts'
import type { Asked } from './action.ts'

type Wanted = Pick<Request, 'ref' | 'task' | 'force' | 'hosts' | 'skipChecks'> &
  Partial<Pick<Request, 'sha' | 'reason' | 'retryOf' | 'rollback'>>

const rememberMs = 24 * 3_600_000

/**
 * Random, for it proves on GitHub whose a deployment is; and the same again for the same message, so that a message
 * seen twice asks for one thing, wherever a process died.
 */
async function requestId({ adapter, room, messageId }: Place, { store }: Engine): Promise<string> {
  const id = randomBytes(12).toString('hex')
  if (messageId === undefined) return id
  const message = createHash('sha256').update(JSON.stringify([adapter, room, messageId]))
  const key = `asked/${message.digest('hex')}`
  const first = await store.put(key, id, { if: 'absent', expiresInMs: rememberMs })
  return first === undefined ? z.string().parse((await store.get(key))?.value) : id
}

export async function newRequest(target: Target, wanted: Wanted, { who, place, ports }: Asked): Promise<Request> {
  const now = ports.now()
  return {
    id: await requestId(place, ports.engine),
    app: target.app,
    environment: target.environment,
    target: target.id,
    repository: target.repository,
    ...wanted,
    who,
    place,
    createdAt: now,
    state: 'asked',
    attempts: 1,
    sentAt: now,
  }
}
