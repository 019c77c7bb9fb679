import { type BackendFactory, PostgresConnection, type PgPool, PostgresQueueBackend } from 'bullmq'

/** BullMQ looks for its tables in the schema `bullmq` whenever it is handed a pool; this one says which. */
class ConnectionInSchema extends PostgresConnection {
  override readonly schema: string

  constructor(pool: PgPool, schema: string) {
    super(pool)
    this.schema = schema
  }
}

/** As BullMQ's own `createPostgresBackend`, on a pool of ours whose search path is `schema`. */
export const backendIn =
  (schema: string): BackendFactory<PostgresQueueBackend, PgPool> =>
  (name, options, { withBlockingConnection = false } = {}) => {
    const connection = new ConnectionInSchema(options.connection, schema)
    return new PostgresQueueBackend(connection, name, options, true, withBlockingConnection ? name : undefined)
  }
