import { z } from 'zod'
import { playRelease } from '../play.ts'
import { ranged } from '../ranged.ts'
import { appRoute, ok, refuse, type Reply, type Route } from '../route.ts'
import { releaseView } from '../state.ts'

export function list(items: readonly Record<string, unknown>[], range: string | undefined): Reply {
  const { items: page, nextRange } = ranged(items, range)
  return nextRange === undefined ? ok(page) : { status: 206, body: page, headers: { 'next-range': nextRange } }
}

const rollback = z.object({ release: z.string() })

export const apps: readonly Route[] = [
  appRoute('GET', '', ({ app }) =>
    ok({ id: app.id, name: app.name, web_url: `https://${app.name}.herokuapp.example/`, maintenance: false }),
  ),
  appRoute('GET', '/releases', ({ app }, { headers }) =>
    list(
      app.releases.map((release) => releaseView(app, release)),
      headers.range,
    ),
  ),
  appRoute('GET', '/releases/:release', ({ app }, _, id) => {
    const found = app.releases.find((release) => release.id === id || String(release.version) === id)
    return found ? ok(releaseView(app, found)) : refuse(404, 'not_found', "Couldn't find that release.")
  }),
  appRoute('POST', '/releases', ({ app, world, plans }, { body }) => {
    const wanted = app.releases.find(({ id }) => id === rollback.parse(body).release)
    if (!wanted?.slug) return refuse(404, 'not_found', "Couldn't find that release.")
    const description = `Rollback to v${wanted.version}`
    return ok(releaseView(app, playRelease(world, plans, app, { slug: wanted.slug.id, description })), 201)
  }),
  appRoute('GET', '/slugs/:slug', ({ app }, _, id = '') => {
    const slug = app.slugs.get(id)
    return slug ? ok(slug) : refuse(404, 'not_found', "Couldn't find that slug.")
  }),
]
