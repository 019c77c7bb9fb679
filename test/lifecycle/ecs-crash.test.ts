import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { startAws } from '../stand-ins/aws/index.ts'
import { sharedEngines } from './engines.ts'
import { addressIn } from './program.ts'
import { until, webhookSecret } from './world.ts'
import { withGround } from './with-ground.ts'

const definition = {
  family: 'web',
  containerDefinitions: [
    { name: 'app', image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web:old', essential: true },
  ],
}

// Where no server of an engine is named, the processes follow each other on the embedded one's directory.
const [engine] = sharedEngines

test(
  'a process killed with -9 right after UpdateService: the next one finishes the rollout, with one registration and one update',
  () =>
    withGround(async ({ ground, later, starts }) => {
      const aws = await startAws({ definition, service: 'web' })
      later(() => aws.close())
      const { web } = JSON.parse(await readFile(ground.appsFile, 'utf8')) as { web: object }
      const entry = { ...web, provider: 'ecs', ecs: { cluster: 'main', region: 'eu-west-1' } }
      await writeFile(ground.appsFile, JSON.stringify({ web: entry }))
      aws.images.push('acme/web', await ground.web.commit('main'))

      const own = await engine?.open()
      if (own) later(() => own.remove())
      const credentials = { AWS_ACCESS_KEY_ID: 'AKIASTANDIN', AWS_SECRET_ACCESS_KEY: 'the-secret-of-the-worker' }
      const env = { ...ground.env, ...own?.env, ...credentials, AWS_ENDPOINT_URL: aws.url }

      const first = starts(env)
      await ground.github.setWebhook(`${addressIn(await first.ready())}/webhooks/github`, webhookSecret)
      aws.after('UpdateService', async () => {
        first.signal('SIGKILL')
        await first.gone
      })
      first.says('deploy web to production')
      await first.gone
      expect(aws.calls('UpdateService')).toHaveLength(1)

      const second = starts(env)
      await ground.github.setWebhook(`${addressIn(await second.ready())}/webhooks/github`, webhookSecret)
      await second.hears(/web\/main@\w+ to production is out/, 60_000)
      await until(() => ground.states(0).includes('success') || undefined)
      expect(ground.states(0)).toEqual(['in_progress', 'success'])
      expect(aws.calls('RegisterTaskDefinition')).toHaveLength(1)
      expect(aws.calls('UpdateService')).toHaveLength(1)
      expect(aws.service.primary()).toMatchObject({ id: 'ecs-svc/1002', rolloutState: 'COMPLETED' })
    }),
  150_000,
)
