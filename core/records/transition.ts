import type { Ports } from '../actions/ports.ts'
import { type DeploymentRecord, type finalStates, isFinal, type Step } from './deployment.ts'

export interface Ending {
  readonly state: (typeof finalStates)[number]
  /** The cause, in a sentence. */
  readonly summary: string
}

/** For a writer that tells the step itself right after this write; whoever finds it later looks up whether it did. */
export const claimed = (record: DeploymentRecord, at: number): DeploymentRecord => ({
  ...record,
  steps: record.steps.map((step, i) =>
    i === record.steps.length - 1 ? { ...step, github: 'posting', since: at } : step,
  ),
})

const stepOf = (state: Step['state'], description: string, at: number): Step => ({
  state,
  description,
  at,
  github: 'due',
  told: false,
})

/** State and step are one write, so nothing can be ended and not told, or told and not ended. */
export const withStep = (record: DeploymentRecord, state: Step['state'], description: string, at: number) => ({
  ...record,
  state,
  steps: [...record.steps, stepOf(state, description, at)],
})

export const withEnding = (record: DeploymentRecord, { state, summary }: Ending, at: number): DeploymentRecord => ({
  ...withStep(record, state, summary, at),
  summary,
  endedAt: at,
})

/** Ends a deployment that no run holds. False when it has ended already or a run has it now. */
export async function endBeforeStart(ports: Ports, key: string, ending: Ending): Promise<boolean> {
  const ended = await ports.records.deployments.update(key, (record) =>
    record.state === 'reserved' || record.state === 'queued' ? withEnding(record, ending, ports.now()) : undefined,
  )
  return ended?.changed === true
}

/**
 * Ends a deployment that `run` holds, its step claimed by the caller; `learned` is what its provider told of it. Undefined for a late writer, whose run is no
 * longer the one of the record: then nothing was changed.
 */
export async function endRun(
  ports: Ports,
  key: string,
  run: string,
  ending: Ending,
  learned: Pick<DeploymentRecord, 'live' | 'before' | 'url'> = {},
): Promise<DeploymentRecord | undefined> {
  const now = ports.now()
  const ended = await ports.records.deployments.update(key, (record) =>
    record.run === run && !isFinal(record.state)
      ? claimed({ ...withEnding(record, ending, now), ...learned }, now)
      : undefined,
  )
  return ended?.changed ? ended.value : undefined
}
