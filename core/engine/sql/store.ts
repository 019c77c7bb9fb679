import type { Json } from '../../json.ts'
import type { Entry, ListOptions, PutOptions, Store } from '../engine.ts'
import type { Troubles } from '../troubles.ts'
import type { Database } from './database.ts'
import { sqlLogs } from './logs.ts'
import { sqlSortedSets } from './sorted-sets.ts'

interface Row {
  readonly key: string
  readonly value: string
  readonly version: number
}

const defaultLimit = 1_000
const sweepEveryMs = 60_000

// double precision holds integers up to 2^53 exactly, and both drivers read it as a number.
const columns = 'key, value, version::float8 as version'
const living = '(expires_at is null or expires_at > now())'

/** `close` waits for what goes on in the background. */
export function sqlStore(db: Database, schema: string, tell: Troubles): Store & { close(): Promise<void> } {
  const entry = `"${schema}".entry`
  // Taken anew in the update: there the row is locked, so the versions of one key only grow.
  const next = `nextval('"${schema}".version')`
  const values = `(key, value, version, expires_at)
    values ($1, $2, ${next}, now() + $3::float8 * interval '1 millisecond')`
  const overwrite = `set value = excluded.value, version = ${next}, expires_at = excluded.expires_at`
  const returning = 'returning version::float8 as version'

  const sql = {
    get: `select ${columns} from ${entry} where key = $1 and ${living}`,
    put: `insert into ${entry} ${values} on conflict (key) do update ${overwrite} ${returning}`,
    putIfAbsent: `insert into ${entry} as old ${values}
      on conflict (key) do update ${overwrite} where old.expires_at <= now() ${returning}`,
    putIfVersion: `update ${entry} set value = $2, version = ${next},
      expires_at = now() + $3::float8 * interval '1 millisecond'
      where key = $1 and version = $4 and ${living} ${returning}`,
    delete: `delete from ${entry} where key = $1 and ${living} returning key`,
    deleteVersion: `delete from ${entry} where key = $1 and version = $2 and ${living} returning key`,
    list: `select ${columns} from ${entry}
      where key >= $1 and key < $2 and key > $3 and ${living} order by key limit $4`,
    // Rows that somebody is making anew are left to the next sweep: waiting for them could be waiting for each other.
    sweep: `delete from ${entry} where key in
      (select key from ${entry} where expires_at < now() limit 10000 for update skip locked)`,
  }

  let sweptAt = Date.now()
  let sweeping: Promise<void> = Promise.resolve()

  function sweepNowAndThen(): void {
    if (Date.now() - sweptAt < sweepEveryMs) return
    sweptAt = Date.now()
    sweeping = db.query(sql.sweep).then(
      () => undefined,
      (error: unknown) => tell('Expired entries are deleted later', error),
    )
  }

  async function get(key: string): Promise<Entry | undefined> {
    const { rows } = await db.query<Row>(sql.get, [key])
    return rows[0] && toEntry(rows[0])
  }

  async function put(key: string, value: Json, { if: condition, expiresInMs }: PutOptions = {}) {
    const args = [key, JSON.stringify(value), expiresInMs ?? null]
    const { rows } = await (typeof condition === 'number'
      ? db.query<Row>(sql.putIfVersion, [...args, condition])
      : db.query<Row>(condition === 'absent' ? sql.putIfAbsent : sql.put, args))
    if (expiresInMs !== undefined) sweepNowAndThen()
    return rows[0]?.version
  }

  async function remove(key: string, { if: version }: { readonly if?: number } = {}): Promise<boolean> {
    const { rows } = await (version === undefined
      ? db.query(sql.delete, [key])
      : db.query(sql.deleteVersion, [key, version]))
    return rows.length > 0
  }

  async function list(prefix: string, { after = '', limit = defaultLimit }: ListOptions = {}): Promise<Entry[]> {
    // Keys are printable ASCII, so DEL stands behind everything that starts with the prefix.
    const { rows } = await db.query<Row>(sql.list, [prefix, `${prefix}\x7f`, after, limit])
    return rows.map(toEntry)
  }

  return {
    get,
    put,
    delete: remove,
    list,
    sorted: sqlSortedSets(db, schema),
    logs: sqlLogs(db, schema),
    close: () => sweeping,
  }
}

const toEntry = ({ key, value, version }: Row): Entry => ({ key, value: JSON.parse(value) as Json, version })
