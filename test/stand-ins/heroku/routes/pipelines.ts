import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { playRelease } from '../play.ts'
import { appRoute, ok, refuse, type Route } from '../route.ts'
import { findApp } from '../state.ts'

const pipeline = { id: 'a7d0c3c1-0000-4000-8000-000000000001' }
const named = z.object({ app: z.object({ id: z.string() }) })
const body = z.object({
  pipeline: z.object({ id: z.literal(pipeline.id) }),
  source: named.extend({ release: z.object({ id: z.string() }) }),
  targets: z.tuple([named]),
})

interface Target {
  readonly app: { readonly id: string }
  status: 'pending' | 'succeeded' | 'failed'
  error_message: string | null
  release: { readonly id: string } | null
}
const promotions = new Map<string, Target[]>()

export const pipelines: readonly Route[] = [
  { method: 'GET', path: '/pipelines/:pipeline', handle: () => ok(pipeline) },
  appRoute('GET', '/pipeline-couplings', () => ok({ pipeline, stage: 'production' })),
  {
    method: 'POST',
    path: '/pipeline-promotions',
    handle({ world, plans }, asked) {
      const { source, targets } = body.parse(asked.body)
      const from = findApp(world, source.app.id)
      const to = findApp(world, targets[0].app.id)
      const release = from?.releases.find(({ id }) => id === source.release.id)
      const build = from?.builds.find((each) => each.release?.id === release?.id)
      const commit = from?.slugs.get(release?.slug?.id ?? '')?.commit ?? build?.source_blob.version
      if (!from || !to || !commit) return refuse(422, 'invalid_params', 'Nothing to promote.')
      const target: Target = { app: { id: to.id }, status: 'pending', error_message: null, release: null }
      const id = randomUUID()
      promotions.set(id, [target])
      void plans.promotion(to).then((end) => {
        if (end !== 'succeeded') return void Object.assign(target, { status: 'failed', error_message: end.error })
        const description = `Promote ${from.name} v${release?.version} ${commit.slice(0, 8)}`
        const made = playRelease(world, plans, to, { commit, description }, (status) => (target.status = status))
        target.release = { id: made.id }
      })
      return ok({ id, status: 'pending' }, 201)
    },
  },
  {
    method: 'GET',
    path: '/pipeline-promotions/:promotion/promotion-targets',
    handle: (_scene, _asked, id = '') => ok(promotions.get(id) ?? []),
  },
]
