/** One request that came in, for tests to count and to read. */
export interface JournalEntry {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Undefined while it is being answered, and when it never was. */
  status: number | undefined
  readonly login: string | undefined
  readonly body: unknown
  /** The sentence of the answer, where GitHub's has one: refusals, and merges. */
  says: string | undefined
}

const kept = 10_000 // entries

export interface Journal {
  readonly entries: readonly JournalEntry[]
  readonly note: (entry: JournalEntry) => JournalEntry
  readonly clear: () => void
}

export function createJournal(): Journal {
  const entries: JournalEntry[] = []
  return {
    entries,
    note(entry) {
      entries.push(entry)
      if (entries.length > kept) entries.shift()
      return entry
    },
    clear() {
      entries.length = 0
    },
  }
}
