import { setTimeout as sleep } from 'node:timers/promises'

const lookMs = 20

/** Waits until the connections have ended for good, but no longer than so many milliseconds. */
export async function ended(connections: readonly { readonly status: string }[], ms: number): Promise<void> {
  const until = Date.now() + ms
  while (Date.now() < until && connections.some(({ status }) => status !== 'end')) await sleep(lookMs)
}
