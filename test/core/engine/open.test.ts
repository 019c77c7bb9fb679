import { expect, test } from '@jest/globals'
import { EngineMisconfigured, EngineUnreachable } from '../../../core/engine/errors.ts'
import { openEngine } from '../../../core/engine/open.ts'

// Port 1 is nobody's.
test.each([
  ['REDIS_URL', { redisUrl: 'redis://:hush@127.0.0.1:1' }, '127.0.0.1:1'],
  ['DATABASE_URL', { databaseUrl: 'postgres://me:hush@127.0.0.1:1/slipway' }, '127.0.0.1:1/slipway'],
])('%s that nobody answers is named with its address, never with the password', async (variable, options, address) => {
  const error = await openEngine({ ...options, dataDir: '' }).catch((refused: unknown) => refused)
  expect(error).toBeInstanceOf(EngineUnreachable)
  expect(String(error)).toMatch(`${variable} points to ${address}, which does not answer`)
  expect(String(error)).toContain('ECONNREFUSED')
  expect(String(error)).not.toContain('hush')
})

test.each([
  ['REDIS_URL', { redisUrl: 'localhost:hush' }],
  ['DATABASE_URL', { databaseUrl: 'mysql://hush@localhost/x' }],
])('%s that is no such address is refused with the form it should have', async (variable, options) => {
  const error = await openEngine({ ...options, dataDir: '' }).catch((refused: unknown) => refused)
  expect(error).toBeInstanceOf(EngineMisconfigured)
  expect(String(error)).toContain(`${variable} is not a`)
  expect(String(error)).not.toContain('hush')
})
