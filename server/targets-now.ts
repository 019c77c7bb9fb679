import type { Target } from '../core/apps/app.ts'
import type { Ports } from '../core/actions/ports.ts'
import { type DeploymentRecord, isFinal } from '../core/records/deployment.ts'
import { deploymentById } from '../core/records/find.ts'
import { sets } from '../core/records/records.ts'
import type { Wait } from '../core/records/wait.ts'

export interface TargetNow {
  readonly target: Target
  /** The commit that runs there, as far as we put it there; with the deployment that did it, while we have its record. */
  readonly live: { readonly sha: string; readonly deployment: number; readonly record?: DeploymentRecord } | undefined
  readonly running: DeploymentRecord | undefined
  /** In the order in which they will start. */
  readonly line: readonly DeploymentRecord[]
  /** Commands that start by themselves when their commit is green. */
  readonly waits: readonly Wait[]
}

/** What is live, what runs and who waits, for each app and environment of apps.json, in its order. */
export async function targetsNow({ apps, engine, records }: Pick<Ports, 'apps' | 'engine' | 'records'>) {
  const waits = (await records.waits.list()).map(({ value }) => value).filter(({ state }) => state === 'waiting')
  const targets = apps().list.flatMap((app) => app.environments.flatMap((name) => app.target(name) ?? []))

  async function now(target: Target): Promise<TargetNow> {
    const [stored, line] = await Promise.all([records.targets.get(target.id), inLine(target)])
    const running = line.find(({ state }) => state === 'in_progress')
    return {
      target,
      live: stored?.value.live && (await withRecord(target, stored.value.live)),
      running,
      line: line.filter((record) => record !== running),
      waits: waits.filter(({ app, environment }) => app === target.app && environment === target.environment),
    }
  }

  async function inLine(target: Target): Promise<DeploymentRecord[]> {
    const members = await engine.store.sorted.range(sets.lane(target.id))
    const loaded = await Promise.all(members.map(({ member }) => records.deployments.get(member)))
    // One that has just ended stays in the lane until the next is woken.
    return loaded.flatMap((stored) => stored?.value ?? []).filter(({ state }) => !isFinal(state))
  }

  async function withRecord(target: Target, live: { readonly sha: string; readonly deployment: number }) {
    const record = await deploymentById(engine.store, records, live.deployment, target.id)
    return { ...live, ...(record && { record }) }
  }

  return Promise.all(targets.map(now))
}
