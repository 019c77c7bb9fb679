import { setTimeout as pause } from 'node:timers/promises'
import type { Target } from '../../apps/app.ts'
import type { CreateOutcome, GitHub } from '../../github/github.ts'
import { creatorFor, markRefused } from '../../people/creator-for.ts'
import { bind } from '../../records/bind.ts'
import type { DeploymentRecord } from '../../records/deployment.ts'
import { sets } from '../../records/records.ts'
import { repositoryOf } from '../../records/repositories.ts'
import { awaitsDeployment, type Request } from '../../records/request.ts'
import type { Ports } from '../ports.ts'
import { deploymentBody } from './body.ts'
import { lookFor } from './look-for.ts'

/** It could not be asked for in the name of the linked person who wants it. */
type NotInTheirName =
  | { readonly kind: 'link-refused'; readonly login: string; readonly message: string }
  | { readonly kind: 'not-yours-to-deploy'; readonly login: string; readonly message: string }

/** What came of it: our record of the deployment, or why there is none. */
export type Sent =
  | { readonly kind: 'bound'; readonly record: DeploymentRecord }
  | Exclude<CreateOutcome, { readonly kind: 'created' }>
  | NotInTheirName

const eventMs = 3_000 // an event usually overtakes a lost answer by far
const lookMs = 100
const mostPosts = 2

/**
 * Asks GitHub for the deployment of a stored request. Posts again only when it is certain that the first POST made nothing,
 * and nobody else has asked meanwhile: a sender that stood still is overtaken by the sweep.
 */
export async function send(ports: Ports, request: Request, target: Target): Promise<Sent> {
  const github = ports.github(target)
  for (let post = 1, { sentAt, attempts } = request; ; post++) {
    const outcome = await create(ports, github, request, target)
    if (outcome.kind === 'created')
      return { kind: 'bound', record: await bind(ports, github.host, request, outcome.deployment) }
    if (outcome.kind !== 'unclear') return (await alreadyBound(ports, request.id)) ?? outcome
    ports.log.warn(
      { request: request.id, why: outcome.message },
      'the answer to a create was lost; looking for the deployment',
    )
    await mark(ports, request.id, sentAt, { state: 'unclear' })
    const found = await find(ports, github, request)
    if (found === 'unknown' || (found === undefined && post >= mostPosts)) return outcome
    if (found) return { kind: 'bound', record: found }
    const now = ports.now()
    if (!(await mark(ports, request.id, sentAt, { state: 'asked', attempts: attempts + post, sentAt: now })))
      return (await alreadyBound(ports, request.id)) ?? outcome
    sentAt = now
  }
}

async function alreadyBound(ports: Ports, id: string): Promise<Sent | undefined> {
  const record = await deploymentOf(ports, id)
  return record && { kind: 'bound', record }
}

/** A linked person's deployment is made with their token; everything else about it is asked and told with the bot's. */
async function create(
  ports: Ports,
  github: GitHub,
  request: Request,
  target: Target,
): Promise<CreateOutcome | NotInTheirName> {
  const creator = await creatorFor(request.who, target, ports)
  if (creator.kind === 'link-refused' || creator.kind === 'unreachable') return creator
  const maker = creator.kind === 'own' ? creator.github : github
  const sender = { ...ports.settings, defaultBranch: await defaultBranchOf(ports, target) }
  const body = deploymentBody(request, target, sender)
  let outcome = await maker.createDeployment(request.repository, body)
  // GitHub tries to merge into tags and short shas too, which can only conflict.
  const isNoBranch = async () => (await github.branchHead(request.repository, request.ref)) === undefined
  if (outcome.kind === 'conflict' && body.auto_merge && (await isNoBranch()))
    outcome = await maker.createDeployment(request.repository, { ...body, auto_merge: false })
  return creator.kind === 'own' ? inTheirName(ports, request, creator.login, outcome) : outcome
}

/** What GitHub does not let somebody do is not done behind its back in the bot's name. */
async function inTheirName(
  ports: Ports,
  { who }: Request,
  login: string,
  outcome: CreateOutcome,
): Promise<CreateOutcome | NotInTheirName> {
  switch (outcome.kind) {
    case 'bad-credentials':
      await markRefused(who, ports)
      return { kind: 'link-refused', login, message: 'GitHub does not accept its token any more' }
    case 'forbidden':
    case 'not-found':
      return { kind: 'not-yours-to-deploy', login, message: outcome.message }
    default:
      return outcome
  }
}

/** A create does not fail because the branch could not be read: merging the default branch into itself changes nothing. */
async function defaultBranchOf(ports: Ports, target: Target): Promise<string | undefined> {
  try {
    return (await repositoryOf(target, ports))?.defaultBranch
  } catch (error) {
    ports.log.warn({ repository: target.repository, err: error }, 'could not read the default branch; going on without')
    return undefined
  }
}

async function find(ports: Ports, github: GitHub, request: Request): Promise<DeploymentRecord | undefined | 'unknown'> {
  const bound = await boundByEvent(ports, request.id)
  if (bound) return bound
  try {
    const made = await lookFor(github, request)
    return made && (await bind(ports, github.host, request, made))
  } catch (error) {
    ports.log.warn(
      { request: request.id, err: error },
      'GitHub could not be asked for the deployment; the sweep goes on looking',
    )
    return 'unknown'
  }
}

async function boundByEvent(ports: Ports, id: string): Promise<DeploymentRecord | undefined> {
  const until = performance.now() + eventMs
  while (performance.now() < until) {
    const bound = await deploymentOf(ports, id)
    if (bound) return bound
    await pause(lookMs)
  }
  return undefined
}

async function deploymentOf({ records }: Ports, id: string): Promise<DeploymentRecord | undefined> {
  const key = (await records.requests.get(id))?.value.deployment
  return key === undefined ? undefined : (await records.deployments.get(key))?.value
}

type Mark = Partial<Pick<Request, 'state' | 'attempts' | 'sentAt'>>

/** False when it was settled or taken over since we sent it, at `sentAt`. */
async function mark({ records }: Ports, id: string, sentAt: number, patch: Mark): Promise<boolean> {
  const marked = await records.requests.update(id, (fresh) =>
    awaitsDeployment(fresh) && fresh.sentAt === sentAt ? { ...fresh, ...patch } : undefined,
  )
  return marked?.changed === true
}

/** Nothing will come of it. The index goes last: what a crash leaves in it is looked at once more. */
export async function endRequest(
  ports: Ports,
  id: string,
  code: string,
  state: 'ended' | 'waiting' = 'ended',
): Promise<void> {
  await ports.records.requests.update(id, (fresh) => (fresh.state === 'bound' ? undefined : { ...fresh, state, code }))
  await ports.engine.store.sorted.remove(sets.open, id)
}

/** Stored before it is sent. The index comes first, so that the sweep finds a request whose sender died. False when it was asked before. */
export async function storeRequest(ports: Ports, request: Request): Promise<boolean> {
  await ports.engine.store.sorted.add(sets.open, request.id, request.createdAt)
  return ports.records.requests.create(request.id, request)
}
