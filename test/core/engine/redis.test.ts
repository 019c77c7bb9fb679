import { test } from '@jest/globals'
import { openEngine } from '../../../core/engine/open.ts'
import { describeEngine } from './conformance.ts'
import { cleanRedis, ownNamespace } from './servers.ts'

const redisUrl = process.env['TEST_REDIS_URL']

if (redisUrl) {
  const namespace = ownNamespace()
  describeEngine('Redis', {
    open: () => openEngine({ redisUrl, namespace, dataDir: '/nowhere' }),
    shared: true,
    clean: () => cleanRedis(redisUrl, namespace),
  })
} else {
  test.skip('the Redis engine is tested where TEST_REDIS_URL names a server', () => {})
}
