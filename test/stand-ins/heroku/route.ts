import type { IncomingHttpHeaders } from 'node:http'
import type { Plans } from './plans.ts'
import type { App, World } from './state.ts'
import { findApp } from './state.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Record<string, string>
}

export interface Scene {
  readonly world: World
  readonly plans: Plans
}

export interface Route {
  readonly method: string
  /** Segments that begin with a colon are handed to `handle`. */
  readonly path: string
  handle(scene: Scene, asked: Asked, ...parts: string[]): Reply
}

export const ok = (body: unknown, status = 200): Reply => ({ status, body })
export const refuse = (status: number, id: string, message: string): Reply => ({ status, body: { id, message } })

/** A route below one app: its first part is the app's name or id. */
export const appRoute = (
  method: string,
  path: string,
  handle: (scene: Scene & { readonly app: App }, asked: Asked, ...parts: string[]) => Reply,
): Route => ({
  method,
  path: `/apps/:app${path}`,
  handle(scene, asked, name = '', ...parts) {
    const app = findApp(scene.world, name)
    return app ? handle({ ...scene, app }, asked, ...parts) : refuse(404, 'not_found', "Couldn't find that app.")
  },
})

export function match(route: Route, method: string, path: string): string[] | undefined {
  if (route.method !== method) return undefined
  const pattern = new RegExp(`^${route.path.replace(/:\w+/g, '([^/]+)')}$`)
  return pattern.exec(path)?.slice(1)
}
