import { createHash, randomBytes } from 'node:crypto'
import type { Target } from '../apps/app.ts'
import type { Place } from '../records/people.ts'
import type { Request } from '../records/request.ts'
import type { Asked } from './action.ts'

type Wanted = Pick<Request, 'ref' | 'task' | 'force' | 'hosts' | 'skipChecks'> &
  Partial<Pick<Request, 'sha' | 'reason' | 'retryOf'>>

/** The id comes from the message, so that a message seen twice asks for the same thing once, wherever a process died. */
export const requestId = ({ adapter, room, messageId }: Place) =>
  messageId === undefined
    ? randomBytes(12).toString('hex')
    : createHash('sha256')
        .update(JSON.stringify([adapter, room, messageId]))
        .digest('hex')
        .slice(0, 24)

export function newRequest(target: Target, wanted: Wanted, { who, place, ports }: Asked): Request {
  const now = ports.now()
  return {
    id: requestId(place),
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
