import type { Context, Result } from '../provider.ts'
import { HerokuError } from './api/error.ts'

/** Once something was begun, an API that says no more leaves its end unknown: it may still go live. */
export async function orUnknown(app: string, context: Context, watch: () => Promise<Result>): Promise<Result> {
  try {
    return await watch()
  } catch (error) {
    if (!(error instanceof HerokuError)) throw error
    await context.log(error.message)
    return {
      outcome: 'unknown',
      summary: `lost sight of it, look at ${app} on Heroku before you retry: ${error.message}`,
    }
  }
}
