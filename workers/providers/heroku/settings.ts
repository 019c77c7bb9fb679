import { z } from 'zod'
import { duration } from '../../../core/apps/duration.ts'
import { secret } from '../../../core/apps/schema/secret.ts'

/** Names of apps and pipelines, and the ids that Heroku takes in their place. */
const name = (of: string) =>
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, { error: `must be the name of ${of} on Heroku` })

const task = z
  .string()
  .regex(/^deploy(:[a-z][\w-]*)+$/, { error: 'must be a task such as "deploy:migrate"; "deploy" itself builds' })

const command = z
  .string()
  .trim()
  .min(1, { error: 'must be a command' })
  .refine((text) => !text.includes('\0'), { error: 'must not hold a NUL character' })

export const settings = z.strictObject({
  app: name('an app').describe('The app on Heroku.'),
  api_key: secret.prefault({ env: 'HEROKU_API_KEY' }).describe('Where the API key is, such as {"env": "NAME"}.'),
  promote_from: name('an app').optional().describe('Promotes the release of this app instead of building.'),
  pipeline: name('a pipeline').optional().describe('The pipeline of a promotion; by itself that of the app.'),
  release_task: z
    .record(task, command)
    .default({})
    .describe('Further tasks, each with the command that a one-off dyno runs for it.'),
  timeout: duration.prefault('30m').describe('Stopped when it takes longer, such as "30m".'),
})

export type Settings = z.output<typeof settings>
