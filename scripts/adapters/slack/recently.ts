const most = 5_000

/** True for a key the first time. Remembers the last few thousand; whoever comes later is known by the store. */
export function recently(): (key: string) => boolean {
  const seen = new Set<string>()
  return (key) => {
    if (seen.has(key)) return false
    seen.add(key)
    const oldest = seen.size > most ? seen.values().next().value : undefined
    if (oldest !== undefined) seen.delete(oldest)
    return true
  }
}
