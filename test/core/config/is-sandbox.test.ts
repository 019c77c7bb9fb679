import { expect, test } from '@jest/globals'
import { isSandbox } from '../../../core/config/is-sandbox.ts'

test('the sandbox starts where nothing is said about GitHub, Slack, engine or apps', () => {
  expect(isSandbox({})).toBe(true)
  expect(isSandbox({ PORT: '0', HUBOT_NAME: 'slip', DATA_DIR: '/tmp/x', LOG_LEVEL: 'debug' })).toBe(true)
  expect(isSandbox({ GITHUB_TOKEN: '', REDIS_URL: ' ' })).toBe(true)
})

test.each([
  'GITHUB_TOKEN',
  'GITHUB_API_URL',
  'GITHUB_WEBHOOK_SECRET',
  'GITHUB_TOKEN_FILE',
  'HUBOT_GITHUB_TOKEN',
  'HUBOT_GITHUB_API',
  'HUBOT_SLACK_BOT_TOKEN',
  'SLACK_API_URL',
  'REDIS_URL',
  'DATABASE_URL',
  'HUBOT_DEPLOY_APPS_JSON',
])('%s alone keeps it from starting', (name) => {
  expect(isSandbox({ [name]: 'something' })).toBe(false)
})
