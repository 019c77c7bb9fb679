import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { appRoute, ok, refuse, type Route } from '../route.ts'
import type { Dyno } from '../state.ts'

const body = z.strictObject({ command: z.string(), attach: z.literal(false), time_to_live: z.number().int() })
const session = z.object({ tail: z.boolean(), lines: z.number() })
const stamp = '2026-01-05T12:00:00.000000+00:00'

export const dynos: readonly Route[] = [
  appRoute('GET', '/dynos', ({ app }) => ok(app.dynos)),
  appRoute('POST', '/dynos', ({ app, plans }, asked) => {
    const { command } = body.parse(asked.body)
    const dyno: Dyno = { id: randomUUID(), name: `run.${1000 + app.dynos.length}`, command, state: 'up' }
    app.dynos.push(dyno)
    const print = (text: string) => app.log.print(text.replace(/^(?=.)/gm, `${stamp} app[${dyno.name}]: `))
    void plans.dyno({ print }, command).then((code) => {
      if (!app.dynos.includes(dyno)) return
      app.dynos.splice(app.dynos.indexOf(dyno), 1)
      if (code !== undefined) app.log.print(`${stamp} heroku[${dyno.name}]: Process exited with status ${code}\n`)
    })
    return ok(dyno, 201)
  }),
  appRoute('GET', '/dynos/:dyno', ({ app }, _, name) => {
    const dyno = app.dynos.find((each) => each.name === name)
    return dyno ? ok(dyno) : refuse(404, 'not_found', "Couldn't find that dyno.")
  }),
  appRoute('POST', '/dynos/:dyno/actions/stop', ({ app }, _, name) => {
    const at = app.dynos.findIndex((each) => each.name === name)
    if (at === -1) return refuse(404, 'not_found', "Couldn't find that dyno.")
    app.dynos.splice(at, 1)
    return ok({}, 202)
  }),
  appRoute('POST', '/log-sessions', ({ app, world }, asked) => {
    const { tail } = session.parse(asked.body)
    return ok({ logplex_url: `${world.url}/streams/${app.log.token}?token=${app.log.token}&tail=${tail}` }, 201)
  }),
]
