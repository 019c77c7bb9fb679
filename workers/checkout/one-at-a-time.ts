/** Runs pieces of work of the same key one after the other, of different keys side by side. */
export function createQueueByKey() {
  const last = new Map<string, Promise<unknown>>()

  return async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = last.get(key) ?? Promise.resolve()
    // How the one before ended is its own caller's affair.
    const mine = before.then(work, work)
    last.set(key, mine)
    try {
      return await mine
    } finally {
      if (last.get(key) === mine) last.delete(key)
    }
  }
}
