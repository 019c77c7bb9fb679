import type { Request } from '../../records/request.ts'
import type { Message } from '../message.ts'
import { typed } from './typed.ts'

/** Why a waiting command will not start, and the command that asks again. */
export const waitEnded = (request: Request, why: string, prefix: string): Message => ({
  title: `${request.app}/${request.ref} to ${request.environment} waits no longer: ${why}`,
  lines: [`to ask again: \`${typed(request, prefix)}\``],
})
