import { Router } from 'express'
import type { Ports } from '../../core/actions/ports.ts'
import { logOf } from '../../core/records/deployment.ts'
import { deploymentById, findDeployments } from '../../core/records/find.ts'
import { targetsNow } from '../targets-now.ts'
import { deploymentPage } from './deployment-page.ts'
import { homePage } from './home-page.ts'
import { html } from './html.ts'
import { logEnd } from './log-end.ts'
import { sendPage } from './send-page.ts'

const lastDeployments = 25

/** Pages for people. They only read. */
export function pageRoutes(ports: Ports): Router {
  const { engine, records } = ports
  const router = Router()

  router.get('/', async (_request, response) => {
    const [targets, { found }] = await Promise.all([
      targetsNow(ports),
      findDeployments(engine.store, records, { limit: lastDeployments }),
    ])
    sendPage(response, homePage(targets, found))
  })

  router.get('/deployments/:id', async (request, response) => {
    const { id } = request.params
    const record = /^\d{1,15}$/.test(id) ? await deploymentById(engine.store, records, Number(id)) : undefined
    if (record) return sendPage(response, deploymentPage(record, await logEnd(engine.store.logs, logOf(record.key))))
    response.status(404)
    sendPage(response, { title: 'Not here', main: html`<h1>There is no deployment #${id} here</h1>` })
  })

  return router
}
