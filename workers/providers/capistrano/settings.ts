import { z } from 'zod'
import { duration } from '../../../core/apps/duration.ts'
import { secret } from '../../../core/apps/schema/secret.ts'
import { isTask } from '../../../core/commands/patterns.ts'
import { variableNames } from '../shell/variables.ts'

/** As a stage file may call a server; no list, no option, no pattern. */
export const hostName = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const login = /^([a-z_][\w.-]{0,31}@)?[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:\d{1,5})?$/i

/** Not an option of cap, no list, no path. */
const word = z.string().regex(/^[A-Za-z0-9_][\w.-]{0,99}$/, { error: 'must be letters, digits, ".", "_" and "-"' })

const host = z
  .string()
  .regex(hostName, { error: 'must be a host name as the stage file has it, without user and port' })

const place = z
  .string()
  .regex(login, { error: 'must be a host such as "bastion.example", "deploy@bastion" or "deploy@bastion:2222"' })

const oneLine = z.string().regex(/^[^\0\r\n]+$/, { error: 'must be one line' })

/** Set by us and by nobody else; HOSTS and ROLES would widen or narrow what was asked for. */
const reserved = new Set([
  ...variableNames,
  'REVISION',
  'ROLLBACK_RELEASE',
  'SSH_AUTH_SOCK',
  'HOSTS',
  'ROLES',
  'HOSTFILTER',
])

const variable = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of an environment variable' })
  .refine((text) => !reserved.has(text), { error: 'is set by Slipway itself' })

export const settings = z.strictObject({
  stage: word.optional().describe('Stage of Capistrano; without it the environment’s name.'),
  hosts: z
    .array(host)
    .min(1)
    .optional()
    .describe('Hosts that may be picked with /host; without it those of the stage.'),
  roles: z.array(word).min(1).optional().describe('Only servers with one of these roles.'),
  tasks: z
    .array(z.string().refine(isTask, { error: 'must be a task such as "deploy:restart"' }))
    .default([])
    .describe('Further tasks that may be asked for, such as ["deploy:restart"].'),
  ssh_key: secret.optional().describe('Private key, as text; without it the keys of the worker’s user.'),
  known_hosts: z
    .union([oneLine, z.array(oneLine).min(1)])
    .optional()
    .describe(
      'Host keys that are trusted: a file of the worker, or its lines. Without it the file of the worker’s user.',
    ),
  user: word.optional().describe('Who logs in; without it who the stage file says.'),
  gateway: place.optional().describe('A host to go through, such as "deploy@bastion".'),
  on: place.optional().describe('A host that cap runs on, such as "deploy@bastion"; without it the worker.'),
  forward_agent: z.boolean().default(false).describe('Whether hosts may use the key.'),
  env: z
    .record(
      variable,
      z.union([z.string().refine((text) => !text.includes('\0'), { error: 'must not hold a NUL character' }), secret]),
    )
    .default({})
    .describe('More variables: a value, or {"env": "NAME"} for a secret of the worker.'),
  timeout: duration.prefault('20m').describe('Stopped when it takes longer, such as "20m".'),
  silence: duration.prefault('10m').describe('Stopped when it says nothing for so long, such as "10m".'),
})

export type Settings = z.output<typeof settings>
