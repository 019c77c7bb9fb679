import { z } from 'zod'
import { duration } from '../../../core/apps/duration.ts'
import { isPlaceholder, placeholderNames, placeholdersIn } from './inputs.ts'

const template = z.string().superRefine((text, context) => {
  for (const name of placeholdersIn(text)) {
    if (isPlaceholder(name)) continue
    const there = placeholderNames.map((known) => `{${known}}`).join(' ')
    context.addIssue({ code: 'custom', message: `knows no {${name}}; there are ${there}` })
  }
})

export const settings = z.strictObject({
  workflow: z
    .string()
    .regex(/^([\w.-]+\.ya?ml|\d+)$/, { error: 'must be the name of a file in .github/workflows, such as "deploy.yml"' })
    .describe('The workflow that deploys: its file in .github/workflows, such as "deploy.yml".'),
  ref: z
    .string()
    .min(1)
    .optional()
    .describe('The branch or tag whose workflow runs; without it the one that is deployed.'),
  inputs: z
    .record(z.string().regex(/^[A-Za-z_][\w-]*$/, { error: 'must be the name of an input' }), template)
    .default({})
    .describe(
      'Inputs of the workflow; {id} {sha} {ref} {environment} {task} {actor} stand for those of the deployment.',
    ),
  timeout: duration.prefault('1h').describe('The run is cancelled when it takes longer, such as "30m".'),
})

export type Settings = z.output<typeof settings>
