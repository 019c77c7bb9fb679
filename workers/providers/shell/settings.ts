import { z } from 'zod'
import { duration } from '../../../core/apps/duration.ts'
import { secret } from '../../../core/apps/schema/secret.ts'
import { variableNames } from './variables.ts'

const word = z.string().refine((text) => !text.includes('\0'), { error: 'must not hold a NUL character' })

const command = z
  .tuple([word.min(1, { error: 'must name a program' })], word, {
    error: 'must be a list of a program and its arguments',
  })
  .describe(
    'A program and its arguments; no shell reads them. A relative path with a slash is a script of the repository.',
  )

/** Relative with a slash: found in the work tree, not in PATH. */
export const isScript = (program: string): boolean => program.includes('/') && !program.startsWith('/')

const name = z
  .string()
  .regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of an environment variable' })
  .refine((text) => !variableNames.has(text), { error: 'is set by Slipway itself' })

export const settings = z
  .strictObject({
    command: command.describe('What carries a deployment out, such as ["script/deploy"].'),
    rollback: command
      .optional()
      .describe('What carries a rollback out; without it the command deploys the old commit.'),
    timeout: duration.prefault('10m').describe('Stopped when it takes longer, such as "10m".'),
    silence: duration.prefault('5m').describe('Stopped when it says nothing for so long, such as "5m".'),
    env: z
      .record(name, z.union([word, secret]))
      .default({})
      .describe('More variables: a value, or {"env": "NAME"} for a secret of the worker.'),
    script_from: z
      .enum(['deployment', 'default_branch'])
      .default('deployment')
      .describe('Whose script runs: that of the commit being deployed, or that of the default branch.'),
  })
  .superRefine(({ command: [program], rollback, script_from }, context) => {
    if (script_from === 'deployment') return
    for (const [key, script] of [
      ['command', program],
      ['rollback', rollback?.[0]],
    ] as const) {
      if (script === undefined || isScript(script)) continue
      context.addIssue({
        code: 'custom',
        path: [key, 0],
        message: `must be a script of the repository, such as "./${script}", to be taken from the default branch`,
      })
    }
  })

export type Settings = z.output<typeof settings>
