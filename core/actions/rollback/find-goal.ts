import type { Target } from '../../apps/app.ts'
import type { RollbackCommand } from '../../commands/command.ts'
import type { DeploymentRecord } from '../../records/deployment.ts'
import { findDeployments } from '../../records/find.ts'
import type { Rollback } from '../../records/snapshot.ts'
import type { Answer } from '../answer.ts'
import type { Ports } from '../ports.ts'
import { refuseWith } from '../refuse.ts'
import { isPut, ranWell, wayBack } from './way-back.ts'

/** What a rollback brings back. */
export interface Goal extends Rollback {
  readonly ref: string
  readonly sha: string
  readonly hosts: readonly string[]
  /** It ran well here, so its checks need not be asked again. */
  readonly proven: boolean
  readonly undoes: readonly Undone[]
  /** GitHub remembers it, not we. */
  readonly fromGitHub: boolean
}

export interface Undone {
  readonly id: number
  readonly ref: string
  readonly sha: string
  readonly who: string
}

const looksBack = 200

export type FoundGoal = { readonly goal: Goal } | { readonly answer: Answer }

/** The deployment or commit that `command` means, or why there is none. */
export async function findGoal(command: RollbackCommand, target: Target, ports: Ports): Promise<FoundGoal> {
  const { found } = await findDeployments(ports.engine.store, ports.records, { target: target.id, limit: looksBack })
  const { to } = command
  if (typeof to === 'number') return ofDeployment(to, found, target, ports)
  if (typeof to === 'string') return ofCommit(to, found, target, ports)
  const way = wayBack(found)
  const goal = way.to && goalOf(way.to, way.undoes)
  return answered(goal ?? (await onGitHub(found, target, ports)), target)
}

async function ofDeployment(id: number, history: DeploymentRecord[], target: Target, ports: Ports): Promise<FoundGoal> {
  const record = history.find((each) => each.id === id)
  if (record && record.state !== 'success')
    return { answer: refuseWith(nameOf(target), 'did-not-run-well', { deployment: id, state: record.state }) }
  if (record) return { goal: goalOf(record, newerThan(record, history)) }
  const made = (await pastOnGitHub(target, ports)).find((each) => each.id === id)
  if (made) return { goal: made }
  const { app, environment } = target
  return { answer: refuseWith(nameOf(target), 'another-target', { deployment: id, app, environment }) }
}

async function ofCommit(sha: string, history: DeploymentRecord[], target: Target, ports: Ports): Promise<FoundGoal> {
  const record = history.find((each) => isPut(each) && each.sha.startsWith(sha))
  if (record) return { goal: goalOf(record, newerThan(record, history)) }
  const { repository } = target
  const commit = await ports.github(target).commit(repository, sha)
  if (commit === undefined) return { answer: refuseWith(nameOf(target), 'no-ref', { ref: sha, repository }) }
  const there = ranWell(history).at(-1)
  const goal = { ref: commit, sha: commit, hosts: [], proven: false, fromGitHub: false, previous: { sha: commit } }
  return { goal: { ...goal, ...ofWhatIsThere(there), undoes: there ? [undone(there)] : [] } }
}

const newerThan = ({ id }: DeploymentRecord, history: readonly DeploymentRecord[]) =>
  ranWell(history)
    .filter((each) => each.id > id)
    .toReversed()

function goalOf(record: DeploymentRecord, undoes: readonly DeploymentRecord[]): Goal {
  const { id, ref, sha, hosts, live } = record
  return {
    ref,
    sha,
    hosts,
    proven: true,
    fromGitHub: false,
    to: id,
    previous: live ?? { sha },
    ...ofWhatIsThere(undoes[0]),
    undoes: undoes.map(undone),
  }
}

const ofWhatIsThere = (there: Pick<DeploymentRecord, 'id'> | undefined) => (there ? { of: there.id } : {})

const undone = ({ id, ref, sha, who }: DeploymentRecord): Undone => ({ id, ref, sha, who: who.name })

/** What was live before the first deployment that went through us. */
async function onGitHub(history: readonly DeploymentRecord[], target: Target, ports: Ports): Promise<Goal | undefined> {
  const there = ranWell(history).at(-1)
  const past = await pastOnGitHub(target, ports)
  const goal = there
    ? past.find(({ sha, to = 0 }) => to < there.id && sha !== there.sha)
    : past.find(({ sha }, at) => at > 0 && sha !== past[0]?.sha)
  if (!goal || !there) return goal
  return { ...goal, of: there.id, undoes: [undone(there)] }
}

/** Deployments of the target that GitHub knows to have been live, newest first. One GraphQL call. */
async function pastOnGitHub(target: Target, ports: Ports): Promise<(Goal & { readonly id: number })[]> {
  if (target.shared) return []
  const [seen] = await ports.github(target).glance([target.repository])
  const wereLive = (seen?.deployments ?? []).filter(
    ({ environment, latestState }) =>
      environment === target.environment && (latestState === 'success' || latestState === 'inactive'),
  )
  const [newest] = wereLive
  return wereLive.map(({ id, ref, sha, creator }) => ({
    id,
    ref,
    sha,
    hosts: [],
    proven: true,
    fromGitHub: true,
    to: id,
    previous: { sha },
    ...ofWhatIsThere(newest),
    undoes:
      newest && newest.id !== id ? [{ ...newest, who: newest.creator?.login ?? creator?.login ?? 'somebody' }] : [],
  }))
}

const nameOf = ({ app, environment }: Target) => `rollback of ${app} in ${environment}`

const answered = (goal: Goal | undefined, target: Target): FoundGoal => {
  const { app, environment } = target
  return goal ? { goal } : { answer: refuseWith(nameOf(target), 'nothing-to-roll-back', { app, environment }) }
}
