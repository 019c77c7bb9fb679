import type { PgPool, PgPoolClient } from 'bullmq'

/** Runs `use` on one session of the pool, so that a transaction in it is one. */
export async function withSession<Result>(
  pool: PgPool,
  use: (session: PgPoolClient) => Promise<Result>,
): Promise<Result> {
  const session = await pool.connect()
  try {
    return await use(session)
  } finally {
    session.release()
  }
}
