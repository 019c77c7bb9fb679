import { setTimeout as sleep } from 'node:timers/promises'

const lookMs = 20

/** Whether all the connections reach that status within so many milliseconds. */
export async function comesTo(
  status: 'end',
  connections: readonly { readonly status: string }[],
  ms: number,
): Promise<boolean> {
  const until = Date.now() + ms
  while (!connections.every((connection) => connection.status === status)) {
    if (Date.now() >= until) return false
    await sleep(lookMs)
  }
  return true
}
