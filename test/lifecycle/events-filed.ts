import { until, type World } from './world.ts'

/** Resolves when every delivery of GitHub has been dealt with. */
export async function eventsFiled({ github, slipway }: World): Promise<void> {
  await github.settled()
  await until(async () => {
    const live = await slipway.ports.engine.queues.events.liveIds()
    return [...live].every((id) => !id.startsWith('d-') && !id.startsWith('f-')) || undefined
  }, 20_000)
}
