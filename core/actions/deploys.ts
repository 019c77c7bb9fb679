import { deploymentTable, type Row } from '../chat/messages/deployment-table.ts'
import type { DeploysCommand } from '../commands/command.ts'
import { findDeployments } from '../records/find.ts'
import type { Action } from './action.ts'
import type { App } from '../apps/app.ts'
import { findApp, findTarget } from './find-target.ts'
import type { Ports } from './ports.ts'

const mostRows = 10

/** The last ten deployments of an app, ours; GitHub's as long as we have none of our own. */
export const deploys: Action<DeploysCommand> = async ({ app: name, environment, ref }, { ports }) => {
  const app = findApp(name, ports)
  if ('answer' in app) return app.answer
  const place = environment === undefined ? undefined : findTarget({ app: name, environment }, ports)
  if (place && 'answer' in place) return place.answer
  const where = place?.found.environment
  const filter = { app: app.found.name, ...(place && { target: place.found.id }), ...(ref !== undefined && { ref }) }
  const { found } = await findDeployments(ports.engine.store, ports.records, { ...filter, limit: mostRows })
  const url = await ports.publicUrl()
  const ours = found.map(
    (record): Row => ({
      id: record.id,
      at: record.createdAt,
      who: record.who.name,
      ref: record.ref,
      sha: record.sha,
      task: record.task,
      environment: record.environment,
      state: record.state,
      ...(record.startedAt !== undefined &&
        record.endedAt !== undefined && { tookMs: record.endedAt - record.startedAt }),
    }),
  )
  const theirs = ours.length > 0 ? [] : await onGitHub(app.found, where, ref, ports)
  const title = `${app.found.name}${ref === undefined ? '' : `/${ref}`}${where === undefined ? '' : ` in ${where}`}`
  return {
    ok: true,
    code: 'answered',
    message: deploymentTable({
      title,
      rows: ours.length > 0 ? ours : theirs,
      fromGitHub: theirs.length > 0,
      now: ports.now(),
      ...(url !== undefined && { page: `${url}/` }),
    }),
  }
}

async function onGitHub(
  app: App,
  environment: string | undefined,
  ref: string | undefined,
  ports: Ports,
): Promise<Row[]> {
  const target = app.environments.map((each) => app.target(each)).find((found) => found !== undefined)
  if (!target) return []
  const [seen] = await ports.github(target).glance([app.repository])
  const wanted = (seen?.deployments ?? []).filter(
    (made) =>
      app.target(made.environment) !== undefined &&
      (environment === undefined || made.environment === environment) &&
      (ref === undefined || made.ref === ref),
  )
  return wanted.slice(0, mostRows).map((made) => ({
    id: made.id,
    at: Date.parse(made.createdAt),
    who: made.creator?.login ?? 'somebody',
    ref: made.ref,
    sha: made.sha,
    task: made.task,
    environment: made.environment,
    state: made.latestState ?? 'not read',
  }))
}
