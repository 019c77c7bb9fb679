import { BoardTrouble } from '../../board.ts'

/** Keeps to what Slack asked for: after a 429 nothing of that kind is sent before its time. */
export function pace() {
  const notBefore = new Map<string, number>()

  return async function paced<T>(what: string, call: () => Promise<T>): Promise<T> {
    const leftMs = (notBefore.get(what) ?? 0) - performance.now()
    if (leftMs > 0) throw new BoardTrouble('away', `Slack asked to wait with ${what}`, { afterMs: leftMs })
    try {
      return await call()
    } catch (error) {
      if (error instanceof BoardTrouble && error.kind === 'away' && error.afterMs !== undefined)
        notBefore.set(what, performance.now() + error.afterMs)
      throw error
    }
  }
}
