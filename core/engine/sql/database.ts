/** What the SQL engine asks of a database: PostgreSQL's pool and our PGlite pool both have it. */
export interface Database {
  query<Row>(text: string, params?: readonly unknown[]): Promise<{ rows: Row[] }>
}

/** One session, so that what begins on it also commits on it. */
export interface Session extends Database {
  release(): void
}

/** The two schemas we live in. Both are plain identifiers. */
export interface Schemas {
  readonly own: string
  readonly bullmq: string
}

export const schemasOf = (namespace: string | undefined): Schemas => {
  const suffix = namespace ? `_${namespace}` : ''
  return { own: `slipway${suffix}`, bullmq: `bullmq${suffix}` }
}
