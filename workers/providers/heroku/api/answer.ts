import { z } from 'zod'
import { HerokuError } from './error.ts'

/** What the API answered. `body` is JSON, or the text of what is none. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Whom the sentences are about. */
export interface Subject {
  readonly app: string
  /** Name of the environment variable that the key is in. */
  readonly keyName: string
}

/** Every error of the API has this form: https://devcenter.heroku.com/articles/platform-api-reference#errors */
const shape = z.object({ id: z.string(), message: z.string() })

const longestWords = 300

/** The sentence for an answer that is not the hoped-for one. */
export function herokuError({ status, body, headers }: Answer, { app, keyName }: Subject): HerokuError {
  const said = shape.safeParse(body).data
  const words = said ? `${said.id}: ${said.message}` : `status ${status}`
  const request = headers.get('request-id')
  const why = `${words.slice(0, longestWords)}${request === null ? '' : `; request ${request}`}`
  if (status === 401)
    return new HerokuError('refused', `Heroku does not accept the key in ${keyName} for ${app}; renew it (${why})`)
  if (status === 402 || status === 403) {
    const message = `Heroku forbids this on ${app} to the key in ${keyName}; let its account deploy ${app} (${why})`
    return new HerokuError('refused', message)
  }
  if (status === 404) {
    const message = `Heroku does not find ${app}, or what was asked of it, with the key in ${keyName}; check the name and who may see it (${why})`
    return new HerokuError('missing', message)
  }
  if (status === 429)
    return new HerokuError('refused', `Heroku's rate limit is used up, for ${app} too; try again later (${why})`)
  if (status >= 400 && status < 500) return new HerokuError('refused', `Heroku refused this on ${app} (${why})`)
  if (status === 503)
    return new HerokuError('unavailable', `Heroku is not available, for ${app} too; try again later (${why})`)
  return new HerokuError('unclear', `Heroku could not say what became of this on ${app} (${why})`)
}
