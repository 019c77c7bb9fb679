import { isFor, requestFor } from '../../core/actions/ask/look-for.ts'
import { Later } from '../../core/engine/engine.ts'
import { GitHubError } from '../../core/github/github-error.ts'
import { bind } from '../../core/records/bind.ts'
import { deploymentKey } from '../../core/records/deployment.ts'
import { namesIn, type PayloadNames } from '../../core/records/payload.ts'
import { appsOfRepository } from '../../core/records/repositories.ts'
import type { App } from '../../core/apps/app.ts'
import { awaitsDeployment, type Request } from '../../core/records/request.ts'
import { file } from '../file.ts'
import { adopt } from '../foreign.ts'
import type { Desk } from './desk.ts'
import { leaveAlone } from './leave-alone.ts'
import { deploymentEvent, type EventRepository } from './payloads.ts'

const soonMs = 100 // the 201 is usually read within this
const answerMs = 15_000 // older than the client's own limit: whoever sent the POST is gone

/** GitHub made a deployment: file it, or leave it alone for a reason. */
export async function deployment(body: unknown, desk: Desk): Promise<void> {
  const event = deploymentEvent.parse(body)
  if (event.action !== undefined && event.action !== 'created') return
  const names = namesIn(event.deployment.payload)
  const byWorkflow = event.workflow_run !== null && event.workflow_run !== undefined
  await consider(desk, { id: event.deployment.id, repository: event.repository, names, byWorkflow, missed: false })
}

interface Seen {
  readonly id: number
  readonly repository: EventRepository
  readonly names: PayloadNames
  readonly byWorkflow: boolean
  /** The reconcile found it: no event told of it. */
  readonly missed: boolean
}

/** Also the way of a deployment that the reconcile found: its event never came. */
export async function consider(desk: Desk, seen: Seen): Promise<void> {
  const { ports } = desk
  const apps = await appsOfRepository(ports, seen.repository)
  const [app] = apps
  if (!app) return leaveAlone(desk, seen, `apps.json names no app of ${seen.repository.full_name}`)
  if (seen.names.instance !== undefined && seen.names.instance !== ports.settings.instance)
    return leaveAlone(desk, seen, 'another Slipway made it')
  const request = await requestFor(ports, seen.names.request, apps)
  if (request) return considerOurs(desk, seen, request, app)
  return considerForeign(desk, seen, apps)
}

async function considerOurs(desk: Desk, seen: Seen, request: Request, app: App): Promise<void> {
  const { ports } = desk
  const github = githubOf(desk, app)
  const key = deploymentKey(github.host, seen.id)
  if (request.state === 'bound') {
    if (request.deployment === key) return file(ports, desk.reporter, key)
    return leaveAlone(desk, seen, `it names a request that belongs to ${request.deployment}`)
  }
  if (request.state === 'asked' && ports.now() - request.sentAt < answerMs)
    throw new Later(soonMs, 'GitHub has not answered the request yet')
  if (!awaitsDeployment(request))
    return leaveAlone(desk, seen, `its request asks for nothing now (${request.code ?? request.state})`)
  // The answer is lost, so GitHub itself has to say that this deployment is the one of the request.
  const made = await github.deployment(request.repository, seen.id)
  if (!made || !isFor(request, made))
    return leaveAlone(desk, seen, 'GitHub does not know it as the deployment of that request')
  const record = await bind(ports, github.host, request, made)
  await file(ports, desk.reporter, record.key)
}

async function considerForeign(desk: Desk, seen: Seen, apps: readonly App[]): Promise<void> {
  const { ports } = desk
  const [app] = apps
  if (!app) return
  const github = githubOf(desk, app)
  const key = deploymentKey(github.host, seen.id)
  if (await ports.records.deployments.get(key)) return file(ports, desk.reporter, key)
  const made = await github.deployment(app.repository, seen.id)
  if (!made) return leaveAlone(desk, seen, 'GitHub does not know it')
  const adoption = await adopt(ports, github, apps, { ...made, byWorkflow: seen.byWorkflow }).catch(definite)
  if ('leftAlone' in adoption) return leaveAlone(desk, seen, adoption.leftAlone)
  if (seen.missed)
    ports.log.warn({ deployment: seen.id, repository: app.repository }, 'found a deployment whose event never came')
  await file(ports, desk.reporter, adoption.record.key)
}

/** What GitHub says for certain about its commit will not change by asking again; everything else is tried again. */
function definite(error: unknown): { readonly leftAlone: string } {
  const certain = error instanceof GitHubError && (error.kind === 'invalid' || error.kind === 'not-found')
  if (!certain) throw error
  return { leftAlone: error.message }
}

function githubOf({ ports }: Desk, app: App) {
  const target = app.environments.map((name) => app.target(name)).find((found) => found !== undefined)
  return ports.github(target ?? { githubApi: undefined, githubToken: undefined })
}
