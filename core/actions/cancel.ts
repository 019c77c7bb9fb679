import { short } from '../chat/words.ts'
import type { DeploymentCommand } from '../commands/command.ts'
import { isFinal, type DeploymentRecord } from '../records/deployment.ts'
import { endBeforeStart } from '../records/transition.ts'
import { replaceSaid } from '../records/replace-said.ts'
import { threadAt, threadOf } from '../records/thread.ts'
import { rememberedMs, type Wait } from '../records/wait.ts'
import type { Action, Asked } from './action.ts'
import type { Answer } from './answer.ts'
import { findTarget } from './find-target.ts'
import { pickDeployment } from './pick-deployment.ts'
import { refuseFor, refuseWith } from './refuse.ts'
import { rightsOf } from './stops.ts'

/** Stops a run, takes a deployment out of its line, or ends a waiting command. */
export const cancel: Action<DeploymentCommand> = async ({ deployment }, asked) => {
  const meant = deployment === undefined ? await waitOfThread(asked) : undefined
  if (meant) return cancelWait(meant, asked)
  const picked = await pickUnderWay(deployment, asked)
  if (picked && 'answer' in picked) return picked.answer
  if (picked) return cancelDeployment(picked.record, asked)
  const wait = await latestWait(asked)
  return wait ? cancelWait(wait, asked) : refuseWith('cancel', 'nothing-to-cancel', {})
}

/** Their own before anybody else's: somebody's latest may stand in line behind the one that is meant. */
const pickUnderWay = async (id: number | undefined, asked: Asked) =>
  (await pickDeployment(id, asked, ({ state, who }) => !isFinal(state) && who.id === asked.who.id)) ??
  (await pickDeployment(id, asked, ({ state }) => !isFinal(state)))

async function cancelDeployment(record: DeploymentRecord, asked: Asked): Promise<Answer> {
  const { ports, who } = asked
  const place = findTarget(record, ports)
  if ('answer' in place) return place.answer
  const stops = await rightsOf(place.found, asked)
  if (stops.length > 0) return refuseFor(`cancel of #${record.id}`, stops)

  if (await endBeforeStart(ports, record.key, { state: 'error', summary: `cancelled by ${who.name}` })) {
    await ports.engine.queues.events.add(`e-${record.key}-cancelled`, { event: 'report', key: record.key })
    return cancelled(`#${record.id} is taken out of the line`)
  }
  // The worker that runs it reads this; it may be another process than ours.
  const told = await ports.records.deployments.update(record.key, (fresh) =>
    isFinal(fresh.state) || fresh.cancel ? undefined : { ...fresh, cancel: { by: who.name, at: ports.now() } },
  )
  const state = told?.value.state
  if (state !== undefined && isFinal(state))
    return refuseWith('cancel', 'already-final', { deployment: record.id, state })
  return {
    ok: true,
    code: 'cancel-asked',
    message: { title: `#${record.id} ${record.app} to ${record.environment} is told to stop` },
    deployment: record.id,
  }
}

const cancelled = (title: string): Answer => ({ ok: true, code: 'cancelled', message: { title } })

/** In the thread of a waiting command it is the one that is meant. */
async function waitOfThread({ ports, place }: Asked): Promise<Wait | undefined> {
  const request = (await threadAt(ports, place))?.request
  const wait = request === undefined ? undefined : (await ports.records.waits.get(request))?.value
  return wait?.state === 'waiting' ? wait : undefined
}

async function latestWait({ ports, place }: Asked): Promise<Wait | undefined> {
  const waits = await ports.records.waits.list()
  const open = waits.map(({ value }) => value).filter(({ state }) => state === 'waiting')
  for (const wait of open.sort((a, b) => b.createdAt - a.createdAt)) {
    const request = await ports.records.requests.get(wait.request)
    if (request?.value.place.adapter === place.adapter && request.value.place.room === place.room) return wait
  }
  return undefined
}

async function cancelWait(wait: Wait, asked: Asked): Promise<Answer> {
  const place = findTarget(wait, asked.ports)
  if ('answer' in place) return place.answer
  const stops = await rightsOf(place.found, asked)
  const what = `${wait.app}/${wait.branch ?? short(wait.sha)} to ${wait.environment}`
  if (stops.length > 0) return refuseFor(`cancel of ${what}`, stops)
  const ended = await asked.ports.records.waits.update(
    wait.id,
    (fresh) =>
      fresh.state === 'waiting' ? { ...fresh, state: 'ended', why: `cancelled by ${asked.who.name}` } : undefined,
    { expiresInMs: rememberedMs },
  )
  if (!ended?.changed) return refuseWith('cancel', 'nothing-to-cancel', {})
  const answer = cancelled(`${what}: cancelled by ${asked.who.name} before it started`)
  const request = (await asked.ports.records.requests.get(wait.request))?.value
  if (request) await replaceSaid(asked.ports, threadOf(request), answer.message)
  return answer
}
