import { writeCommand } from '../../commands/write-command.ts'
import type { Request } from '../../records/request.ts'
import type { Button } from '../message.ts'

/** The refused command again, with `!`. For a retry that names its commit. */
export const deployAnyway = (request: Request, prefix: string): Button => ({
  word: 'ok deploy',
  label: 'Deploy anyway',
  says: writeCommand(
    { ...request, action: 'deploy', ref: request.sha ?? request.ref, force: true, reason: request.reason },
    prefix,
  ),
})
