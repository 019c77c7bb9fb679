const quietMs = 30_000 // a connection that is down fails several times a second; once in a while is news

/** Tells of trouble in the background. */
export type Troubles = (where: string, error: unknown) => void

/** The same trouble is told at most once in 30 s. */
export function troubles(log: (sentence: string) => void): Troubles {
  const told = new Map<string, number>()
  return (where, error) => {
    const sentence = `${where}: ${reasonOf(error)}`
    const now = Date.now()
    if (now - (told.get(sentence) ?? -quietMs) < quietMs) return
    for (const [old, at] of told) if (now - at >= quietMs) told.delete(old)
    told.set(sentence, now)
    log(sentence)
  }
}

/** What went wrong in words; an error about several addresses has none of its own. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  if ('message' in error && typeof error.message === 'string' && error.message !== '') return error.message
  return 'errors' in error && Array.isArray(error.errors) ? error.errors.map(reasonOf).join(', ') : 'unknown error'
}
