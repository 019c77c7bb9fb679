import type { Member, RangeOptions, SortedSets } from '../engine.ts'
import type { Database } from './database.ts'

export function sqlSortedSets(db: Database, schema: string): SortedSets {
  const sorted = `"${schema}".sorted`
  const within = `select member, score from ${sorted} where set = $1 and score >= $2::float8 and score <= $3::float8`
  const sql = {
    add: `insert into ${sorted} (set, member, score) values ($1, $2, $3)
      on conflict (set, member) do update set score = excluded.score`,
    remove: `delete from ${sorted} where set = $1 and member = $2 returning member`,
    range: `${within} order by score, member limit $4`,
    reverse: `${within} order by score desc, member desc limit $4`,
  }

  async function add(set: string, member: string, score: number): Promise<void> {
    await db.query(sql.add, [set, member, score])
  }

  async function remove(set: string, member: string): Promise<boolean> {
    const { rows } = await db.query(sql.remove, [set, member])
    return rows.length > 0
  }

  async function range(set: string, options: RangeOptions = {}): Promise<Member[]> {
    const { min = -Infinity, max = Infinity, limit, reverse = false } = options
    const text = reverse ? sql.reverse : sql.range
    const { rows } = await db.query<Member>(text, [set, String(min), String(max), limit ?? null])
    return rows
  }

  return { add, remove, range }
}
