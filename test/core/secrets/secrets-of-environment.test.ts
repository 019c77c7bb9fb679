import { expect, test } from '@jest/globals'
import { secretsOfEnvironment } from '../../../core/secrets/secrets-of-environment.ts'

test.each([
  [{ GITHUB_TOKEN: 'tok-123456' }, ['tok-123456']],
  [{ npm_config__authToken: 'tok-123456' }, ['tok-123456']],
  [{ SLIPWAY_KEY: 'k'.repeat(64) }, ['k'.repeat(64)]],
  [{ DB_PASS: 'pa ss' }, ['pa ss']],
  [{ GITHUB_WEBHOOK_SECRET: 'old-one, new-one' }, ['old-one, new-one', 'old-one', 'new-one']],
  [{ API_TOKENS: 'ci:abcdefgh' }, ['ci:abcdefgh', 'abcdefgh']],
  [{ API_TOKENS: 'ci:sha256:00ff00ff' }, ['ci:sha256:00ff00ff', '00ff00ff']],
  [{ DATABASE_URL: 'postgres://app:p%40ssword@db/app' }, ['p%40ssword', 'p@ssword']],
  [{ REDIS_URL: 'redis://:hunter22@redis:6379/0' }, ['hunter22']],
  [{ SMTP_URL: 'smtps://bob:100%sure@mail' }, ['100%sure']],
  [{ DATABASE_URL: "host=db password='a b' user=x" }, ['a b']],
  [{ WEBHOOK: 'https://x.example/?token=abcdef&a=1' }, ['abcdef']],
])('%j holds %j', (environment, secrets) => {
  expect(secretsOfEnvironment(environment)).toEqual(secrets)
})

test.each([
  { PATH: '/usr/bin', HOME: '/home/x', PWD: '/x', SSH_AUTH_SOCK: '/tmp/a' },
  { GITHUB_TOKEN_FILE: '/run/secrets/token' },
  { KEEP_LOGS: '90d', MONKEY: 'business', GITHUB_TOKEN: '', AUTHOR: 'alice' },
  { PUBLIC_URL: 'https://slip.example' },
  { UNSET_TOKEN: undefined },
])('%j holds none', (environment) => {
  expect(secretsOfEnvironment(environment)).toEqual([])
})
