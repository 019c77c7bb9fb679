import { randomUUID } from 'node:crypto'
import { createOutput, type Output } from './output.ts'

export interface Release extends Record<string, unknown> {
  readonly id: string
  readonly version: number
  readonly description: string
  readonly slug: { readonly id: string } | null
  readonly output_stream_url: string | null
  status: 'pending' | 'succeeded' | 'failed'
}

export interface Build extends Record<string, unknown> {
  readonly id: string
  readonly created_at: string
  readonly source_blob: { readonly url: string; readonly version: string }
  readonly output_stream_url: string
  status: 'pending' | 'succeeded' | 'failed'
  release: { readonly id: string } | null
}

export interface Dyno extends Record<string, unknown> {
  readonly id: string
  readonly name: string
  readonly command: string
  state: string
}

/** What the people of the platform see of an app, and what a test puts there. */
export interface App {
  readonly id: string
  readonly name: string
  readonly builds: Build[]
  readonly releases: Release[]
  readonly dynos: Dyno[]
  readonly slugs: Map<string, { readonly id: string; readonly commit: string | null }>
  /** Lines of the app's log, of all dynos. */
  readonly log: Output
  /** A release of a commit, or of the slug that an older release has; without either it changed config vars. */
  release(of: { commit?: string; slug?: string; status?: Release['status']; description?: string }): Release
  current(): Release | undefined
}

export interface World {
  readonly url: string
  readonly apps: Map<string, App>
  readonly outputs: Map<string, Output>
  readonly uploads: Map<string, { body: Buffer; headers: Record<string, string | undefined> }>
  newOutput(): { readonly output: Output; readonly link: string }
}

export function createWorld(url: string): World {
  const outputs = new Map<string, Output>()
  return {
    url,
    apps: new Map(),
    outputs,
    uploads: new Map(),
    newOutput() {
      const output = createOutput(`tok-${randomUUID()}`)
      outputs.set(output.token, output)
      return { output, link: `${url}/streams/${output.token}?token=${output.token}` }
    },
  }
}

export function createApp(world: World, name: string): App {
  const { output: log } = world.newOutput()
  const app: App = {
    id: randomUUID(),
    name,
    builds: [],
    releases: [],
    dynos: [],
    slugs: new Map(),
    log,
    release({ commit, slug, status = 'succeeded', description = 'Deploy' }) {
      const made = commit === undefined ? undefined : { id: randomUUID(), commit }
      if (made) app.slugs.set(made.id, made)
      const of = made?.id ?? slug ?? app.current()?.slug?.id
      const release: Release = {
        id: randomUUID(),
        version: app.releases.length + 1,
        description,
        slug: of === undefined ? null : { id: of },
        output_stream_url: null,
        status,
      }
      app.releases.push(release)
      return release
    },
    current: () => app.releases.findLast(({ status }) => status === 'succeeded'),
  }
  world.apps.set(name, app)
  return app
}

export const findApp = ({ apps }: World, nameOrId: string): App | undefined =>
  apps.get(nameOrId) ?? [...apps.values()].find(({ id }) => id === nameOrId)

export const releaseView = (app: App, release: Release) => ({
  ...release,
  current: release === app.current(),
  app: { id: app.id, name: app.name },
})
