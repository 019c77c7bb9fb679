import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { renderText } from '../../core/chat/render-text.ts'
import { createPlatform } from './platform.ts'
import { openStage, type Stage, type Worker } from './stage.ts'

const platform = createPlatform()
let stage: Stage
let worker: Worker
beforeAll(async () => {
  stage = await openStage(platform.provider)
  worker = await stage.startWorker(stage.ports())
}, 60_000)
afterAll(async () => {
  await worker.close()
  await stage.close()
})

async function says(text: string): Promise<string> {
  const answer = await stage.says(text, text, stage.ports())
  return `${answer?.code}: ${answer && renderText(answer.message)}`
}

test('current asks the platform itself, through whichever worker is free', async () => {
  expect(await says('current web in production')).toBe(
    'answered: web in production: abc1234, as shell says\n  rollout: none',
  )
})

test('logs of an app shows the last lines that the platform keeps', async () => {
  const answer = await says('logs web in production')
  expect(answer).toMatch(/^answered: the logs of web in production, as shell keeps them\n {2}line 11 of the app\n/)
  expect(answer).toMatch(/line 30 of the app$/)
})

test('a platform that cannot be asked says why', async () => {
  platform.behaviour.silent = true
  expect(await says('current web in staging')).toMatch(
    /^platform-failed: web in staging: shell did not tell: the cluster main is not there/,
  )
})
