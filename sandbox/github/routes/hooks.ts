import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { ok, repositoryRoute, type Route } from '../route.ts'

const hookId = '1'

/** The one hook there is, shown with every repository. */
function hookOf({ hooks }: Hub, id: string | undefined) {
  const hook = hooks?.current()
  if (hooks === undefined || hook === undefined || id !== hookId) throw notFound()
  return { hooks, hook }
}

function hooksOf({ hooks }: Hub) {
  const hook = hooks?.current()
  if (hook === undefined) return []
  const config = { url: hook.url, content_type: hook.contentType, insecure_ssl: '0', secret: '********' }
  return [{ id: Number(hookId), type: 'Repository', name: 'web', active: true, events: ['*'], config }]
}

export const hooks: readonly Route[] = [
  repositoryRoute('GET', '/hooks', ({ deed }) => ok(hooksOf(deed.hub))),

  repositoryRoute('POST', '/hooks/:id/pings', ({ deed, params }) => {
    hookOf(deed.hub, params['id']).hooks.ping()
    return { status: 204 }
  }),

  repositoryRoute('GET', '/hooks/:id/deliveries', ({ deed, params }) => {
    const { hooks: known } = hookOf(deed.hub, params['id'])
    const views = known.deliveries().map(({ id, guid, event, action, attempts }) => {
      const last = attempts.at(-1)
      return {
        id,
        guid,
        event,
        action: action ?? null,
        delivered_at: new Date(last?.at ?? 0).toISOString(),
        redelivery: attempts.length > 1,
        status: last?.statusCode === undefined ? (last?.error ?? 'pending') : String(last.statusCode),
        status_code: last?.statusCode ?? 0,
      }
    })
    return ok(views.toReversed().slice(0, 30))
  }),
]
