import { z } from 'zod'

/** A secret's place in apps.json: the name of the environment variable that holds it. */
export const secret = z
  .strictObject({
    env: z.string().regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of an environment variable' }),
  })
  .describe('A secret: {"env": "NAME"} names the environment variable that holds it.')

export type Secret = z.output<typeof secret>
