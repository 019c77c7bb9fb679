import type { DeploymentRecord } from '../records/deployment.ts'
import { deploymentById, findDeployments } from '../records/find.ts'
import { deploymentOf, threadAt } from '../records/thread.ts'
import type { Answer } from './answer.ts'
import type { Asked } from './action.ts'
import { refuseWith } from './refuse.ts'

type Picked = { readonly record: DeploymentRecord } | { readonly answer: Answer } | undefined

const looksBack = 50

/**
 * The deployment that `#id` names; without one that of the thread it is said in, whether it fits or not; else the latest
 * asked for here that fits. Undefined when none does.
 */
export async function pickDeployment(
  id: number | undefined,
  { ports, place }: Asked,
  fits: (record: DeploymentRecord) => boolean,
): Promise<Picked> {
  const { engine, records } = ports
  if (id !== undefined) {
    const record = await deploymentById(engine.store, records, id)
    return record ? { record } : { answer: refuseWith(`#${id}`, 'no-such-deployment', { deployment: id }) }
  }
  const thread = await threadAt(ports, place)
  const spokenOf = thread && (await deploymentOf(ports, thread))
  if (spokenOf) return { record: spokenOf }
  const { found } = await findDeployments(engine.store, records, { limit: looksBack })
  const here = found.find((record) => isHere(record, place) && fits(record))
  return here && { record: here }
}

const isHere = ({ place }: DeploymentRecord, here: Asked['place']) =>
  place?.adapter === here.adapter && place.room === here.room
