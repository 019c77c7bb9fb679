import type { Ports } from '../core/actions/ports.ts'
import type { App, Target } from '../core/apps/app.ts'
import { explain } from '../core/gates/explain.ts'
import { judge } from '../core/gates/index.ts'
import type { GitHub, GitHubDeployment } from '../core/github/github.ts'
import { type DeploymentRecord, deploymentKey } from '../core/records/deployment.ts'
import { namesIn } from '../core/records/payload.ts'
import { reserve } from '../core/records/reserve.ts'
import { foreignFacts } from './facts.ts'

/** Either the record under which a deployment made elsewhere is carried out, or why it is left alone. */
export type Adoption = { readonly record: DeploymentRecord } | { readonly leftAlone: string }

/** `byWorkflow` is the event's word; GitHub's REST answer does not say it. */
type Made = GitHubDeployment & { readonly byWorkflow: boolean }

/** `made` is GitHub's own word, read over REST: an event alone starts nothing. */
export async function adopt(ports: Ports, github: GitHub, apps: readonly App[], made: Made): Promise<Adoption> {
  const target = onlyTarget(apps, made)
  if (typeof target === 'string') return { leftAlone: target }
  const stranger = ownWorkflowIn(made, target) ?? strangerIn(made, target)
  if (stranger) return { leftAlone: stranger }
  const stops = judge(await foreignFacts(ports, github, made, target))
  if (stops.length > 0) return { leftAlone: stops.map(explain).join('; ') }
  const record = recordOf(github.host, made, target)
  await reserve(ports.engine, ports.records, record, ports.now())
  return { record }
}

/** The one target it can mean: by repository and environment, or by the name in its payload. */
function onlyTarget(apps: readonly App[], made: GitHubDeployment): Target | string {
  const targets = apps.flatMap((app) => app.target(made.environment) ?? [])
  const name = namesIn(made.payload).name?.toLowerCase()
  const named = name === undefined ? targets : targets.filter((target) => target.app.toLowerCase() === name)
  const [only, another] = named
  if (!only) return `no app of apps.json deploys this repository to ${made.environment}`
  if (another)
    return `${only.app} and ${another.app} both deploy it to ${made.environment}, and its payload names neither`
  return only
}

/** A workflow or an App that makes deployments carries them out itself, unless apps.json says that its are for us. */
function strangerIn({ creator, madeByApp, byWorkflow }: Made, { acceptFrom }: Target): string | undefined {
  const login = creator?.login
  if (login === undefined) return 'GitHub names nobody who made it'
  const accepted = acceptFrom.some((name) => name.toLowerCase() === login.toLowerCase())
  if (accepted || (madeByApp === null && !byWorkflow && creator?.type === 'User')) return undefined
  return `${madeByApp ?? login} is an App or a workflow, and accept_from does not name it`
}

/**
 * A job with an `environment` makes a deployment of its own. One in the workflow that we dispatch, carried out, would
 * dispatch that workflow again and again, whoever accept_from names.
 */
function ownWorkflowIn({ madeByApp, byWorkflow }: Made, { app, provider }: Target): string | undefined {
  if (provider !== 'actions' || !(byWorkflow || madeByApp === 'github-actions')) return undefined
  return `a workflow made it, and workflows are what carries ${app} out`
}

function recordOf(host: string, made: GitHubDeployment, target: Target): DeploymentRecord {
  const login = made.creator?.login ?? 'somebody'
  return {
    key: deploymentKey(host, made.id),
    id: made.id,
    app: target.app,
    environment: target.environment,
    target: target.id,
    repository: target.repository,
    ref: made.ref,
    sha: made.sha,
    task: made.task,
    hosts: namesIn(made.payload).hosts,
    force: false,
    who: { id: `github:${login}`, name: login, names: [login] },
    createdAt: Date.parse(made.createdAt),
    state: 'reserved',
    steps: [],
  }
}
