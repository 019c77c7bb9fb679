import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { playBuild } from '../play.ts'
import { appRoute, ok, refuse, type Route } from '../route.ts'
import type { Build } from '../state.ts'
import { list } from './apps.ts'

const body = z.object({ source_blob: z.strictObject({ url: z.url(), version: z.string() }) })

export const builds: readonly Route[] = [
  appRoute('POST', '/builds', ({ app, world, plans }, asked) => {
    const parsed = body.safeParse(asked.body)
    if (!parsed.success) return refuse(422, 'invalid_params', 'source_blob is not right.')
    const { output, link } = world.newOutput()
    const build: Build = {
      id: randomUUID(),
      created_at: new Date(Date.now() + app.builds.length).toISOString(),
      source_blob: parsed.data.source_blob,
      output_stream_url: link,
      status: 'pending',
      release: null,
    }
    app.builds.push(build)
    playBuild(world, plans, app, build, () => output.end())
    return ok({ ...build }, 201)
  }),
  appRoute('GET', '/builds', ({ app }, { headers }) => list(app.builds, headers.range)),
  appRoute('GET', '/builds/:build', ({ app }, _, id) => {
    const build = app.builds.find((each) => each.id === id)
    return build ? ok(build) : refuse(404, 'not_found', "Couldn't find that build.")
  }),
  appRoute('DELETE', '/builds/:build', ({ app, world }, { headers }, id) => {
    if (!headers.accept?.endsWith('version=3.cancel-build')) return refuse(404, 'not_found', 'No such call.')
    const build = app.builds.find((each) => each.id === id)
    if (build?.status !== 'pending') return refuse(422, 'invalid_params', 'Only pending builds can be cancelled.')
    build.status = 'failed'
    world.outputs.get(new URL(build.output_stream_url).searchParams.get('token') ?? '')?.end()
    return ok(build, 202)
  }),
]
