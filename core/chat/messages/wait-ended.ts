import { writeCommand } from '../../commands/write-command.ts'
import type { Request } from '../../records/request.ts'
import type { Message } from '../message.ts'
import { aimed } from '../words.ts'

/** Why a waiting command will not start, and the command that asks again. */
export const waitEnded = (request: Request, why: string, prefix: string): Message => ({
  title: `${aimed(`${request.app}/${request.ref}`, request)} waits no longer: ${why}`,
  lines: [`to ask again: \`${typed(request, prefix)}\``],
})

const typed = (request: Request, prefix: string) =>
  request.retryOf === undefined
    ? writeCommand({ ...request, action: 'deploy', reason: request.reason }, prefix)
    : `retry #${request.retryOf}`
