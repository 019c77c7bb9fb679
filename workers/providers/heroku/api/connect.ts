import type { Asking } from '../../provider.ts'
import type { Settings } from '../settings.ts'
import { type Client, createClient } from './client.ts'
import { appShape } from './shapes.ts'

/** One app on Heroku, and the API that it is asked about through. */
export interface Connection {
  readonly client: Client
  readonly app: string
  /** `/apps/{app}`: what the paths of its parts begin with. */
  readonly path: string
  readonly settings: Settings
}

/** The app is there and the key may see it. */
export interface Site extends Connection {
  readonly id: string
  /** Where the running app is looked at. */
  readonly url: string | undefined
}

const publicUrl = 'https://api.heroku.com'

export function connect(settings: Settings, context: Asking): Connection {
  const { app, api_key: key } = settings
  const url = (context.variable('HEROKU_API_URL') ?? publicUrl).replace(/\/+$/, '')
  const client = createClient({ url, key: context.secret(key.env), keyName: key.env, app, context })
  return { client, app, path: `/apps/${app}`, settings }
}

/** Throws HerokuError with the sentence when the app is missing, closed to this key, or the key is wrong. */
export async function visit(settings: Settings, context: Asking): Promise<Site> {
  const connection = connect(settings, context)
  const { id, web_url: url } = await connection.client.get(connection.path, appShape)
  return { ...connection, id, url: url ?? undefined }
}
