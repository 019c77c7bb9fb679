import { test } from '@jest/globals'
import { openEngine } from '../../../core/engine/open.ts'
import { describeEngine } from './conformance.ts'
import { cleanPostgres, ownNamespace } from './servers.ts'

const databaseUrl = process.env['TEST_DATABASE_URL']

if (databaseUrl) {
  const namespace = ownNamespace()
  describeEngine('PostgreSQL', {
    open: () => openEngine({ databaseUrl, namespace, dataDir: '/nowhere' }),
    shared: true,
    clean: () => cleanPostgres(databaseUrl, namespace),
  })
} else {
  test.skip('the PostgreSQL engine is tested where TEST_DATABASE_URL names a server', () => {})
}
