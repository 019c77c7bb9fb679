import { EventEmitter } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq'
import { turns } from './turns.ts'

/** Names the one session of a PGlite as if it were a pool of PostgreSQL, as far as BullMQ and we use one. */
export function pglitePool(db: PGlite): PgPool {
  const pool = new PglitePool(db)
  // Every queue and worker listens for errors.
  pool.setMaxListeners(0)
  return pool
}

interface Shared {
  readonly db: PGlite
  /** There is one session: whoever begins a transaction has it alone until the end. */
  readonly enter: () => Promise<() => void>
}

class PglitePool extends EventEmitter implements PgPool {
  /** What BullMQ looks at to see whether it may sleep until it is notified. */
  readonly options = { keepAlive: true }
  private readonly shared: Shared
  private readonly clients = new Set<PgliteClient>()
  private readonly anyone: PgliteClient

  constructor(db: PGlite) {
    super()
    this.shared = { db, enter: turns() }
    this.anyone = new PgliteClient(this.shared, () => {})
    db.onNotification((channel, payload) => {
      for (const client of this.clients) client.notify(channel, payload)
    })
  }

  async connect(): Promise<PgPoolClient> {
    const client: PgliteClient = new PgliteClient(this.shared, () => this.clients.delete(client))
    this.clients.add(client)
    return client
  }

  query<Row>(text: string, params?: readonly unknown[]): Promise<PgQueryResult<Row>> {
    return this.anyone.query(text, params)
  }

  /** Waits for what was asked before. */
  async end(): Promise<void> {
    const leave = await this.shared.enter()
    await this.shared.db.close()
    leave()
  }
}

class PgliteClient extends EventEmitter implements PgPoolClient {
  private readonly shared: Shared
  private readonly onRelease: () => void
  private readonly channels = new Set<string>()
  private leaveTransaction: (() => void) | undefined

  constructor(shared: Shared, onRelease: () => void) {
    super()
    this.shared = shared
    this.onRelease = onRelease
  }

  async query<Row>(text: string, params: readonly unknown[] = []): Promise<PgQueryResult<Row>> {
    // PGlite answers without ever leaving the microtasks; without a turn of the loop, timers and sockets would starve.
    await nextTurn()
    const verb = firstWord(text)
    const leave = this.leaveTransaction ?? (await this.shared.enter())
    if (verb === 'begin') this.leaveTransaction = leave
    const ends = verb === 'commit' || verb === 'rollback'
    try {
      const result = await this.run<Row>(text, params)
      if (verb === 'listen') this.channels.add(channelOf(text))
      return result
    } finally {
      if (ends) this.leaveTransaction = undefined
      if (ends || !this.leaveTransaction) leave()
    }
  }

  notify(channel: string, payload: string): void {
    if (this.channels.has(channel)) this.emit('notification', { channel, payload })
  }

  release(): void {
    this.channels.clear()
    this.removeAllListeners()
    this.onRelease()
  }

  private async run<Row>(text: string, params: readonly unknown[]): Promise<PgQueryResult<Row>> {
    if (params.length > 0) {
      const { rows, affectedRows } = await this.shared.db.query<Row>(text, [...params])
      return { rows, rowCount: affectedRows ?? rows.length }
    }
    // Several statements in one text, as migrations are, go the simple way; the last one's rows count.
    const results = await this.shared.db.exec(text)
    const last = results.at(-1)
    return { rows: (last?.rows ?? []) as Row[], rowCount: last?.affectedRows ?? 0 }
  }
}

const withoutComments = (text: string) => text.replaceAll(/^\s*--.*$/gm, '').trim()
const firstWord = (text: string) => /^\w+/.exec(withoutComments(text))?.[0].toLowerCase() ?? ''
const channelOf = (text: string) => /^listen\s+"?(\w+)"?/i.exec(withoutComments(text))?.[1] ?? ''
