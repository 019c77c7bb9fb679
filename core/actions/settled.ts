import { setTimeout as pause } from 'node:timers/promises'
import { type DeploymentRecord, isFinal } from '../records/deployment.ts'
import type { Ports } from './ports.ts'
import { requestNow } from './request-now.ts'

const lookMs = 150

/**
 * Resolves when all these requests are over and everything about them has been told, on GitHub and in chat; also when
 * `closing` aborts, since nobody looks after them in this process any more.
 */
export async function settled(requests: readonly string[], ports: Ports, closing: AbortSignal): Promise<void> {
  for (const id of requests) await until(() => isSettled(id, ports), ports, closing)
  await until(async () => (await ports.engine.queues.chat.liveIds()).size === 0, ports, closing)
}

/** An engine that is away answers later. */
async function until(isSo: () => Promise<boolean>, { log }: Ports, closing: AbortSignal): Promise<void> {
  let away = false
  while (!closing.aborted) {
    try {
      if (await isSo()) return
      away = false
    } catch (error) {
      if (!away && !closing.aborted)
        log.warn({ err: error }, 'could not look whether all that was asked for is over; looking again')
      away = true
    }
    await pause(lookMs)
  }
}

async function isSettled(id: string, ports: Ports): Promise<boolean> {
  const now = await requestNow(id, ports)
  if (!now || now.state === 'ended') return true
  return now.state === 'bound' && isTold(now.deployment)
}

/** Final, and nothing is left to be told. */
export const isTold = (record: DeploymentRecord) =>
  isFinal(record.state) && record.steps.every((s) => s.told && (s.github === 'posted' || s.github === 'refused'))
