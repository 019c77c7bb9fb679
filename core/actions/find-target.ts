import type { App, Target } from '../apps/app.ts'
import { nearest } from '../commands/nearest.ts'
import type { Answer } from './answer.ts'
import type { Ports } from './ports.ts'
import { refuseWith } from './refuse.ts'

type Found<T> = { readonly found: T } | { readonly answer: Answer }

/** The app as typed, in any case, or why there is none. */
export function findApp(name: string, { apps }: Pick<Ports, 'apps'>): Found<App> {
  const app = apps().find(name)
  if (app) return { found: app }
  const why = apps().broken(name)
  if (why !== undefined) return { answer: refuseWith(name, 'app-broken', { app: name, why }) }
  const near = nearest(
    name,
    apps().list.map((known) => known.name),
  )
  return { answer: refuseWith(name, 'unknown-app', { app: name, ...(near !== undefined && { near }) }) }
}

/** The target of a command; without an environment the app's default one. */
export function findTarget(
  { app: name, environment }: { readonly app: string; readonly environment: string | undefined },
  ports: Pick<Ports, 'apps'>,
): Found<Target> {
  const app = findApp(name, ports)
  if ('answer' in app) return app
  const { found } = app
  const wanted = environment ?? found.defaultEnvironment
  const { environments } = found
  if (wanted === undefined)
    return { answer: refuseWith(found.name, 'environment-needed', { app: found.name, environments }) }
  const target = found.target(wanted)
  if (target) return { found: target }
  const near = nearest(wanted, environments)
  return {
    answer: refuseWith(found.name, 'unknown-environment', {
      app: found.name,
      word: wanted,
      environments,
      ...(near !== undefined && { near }),
    }),
  }
}
