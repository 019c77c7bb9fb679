import type { Scenes } from '../../../../workers/conformance/index.ts'
import { startAws } from '../../../stand-ins/aws/index.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'
const image = (tag: string) => `123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/webapp:${tag}`
const settings = { cluster: 'main', region: 'eu-west-1', migrate: ['bin/rails', 'db:migrate'] }

/** Its platform is the stand-in for AWS; a rollout of an image whose tag says so goes on for ever. */
export async function conformance(): Promise<Scenes> {
  const definition = { family: 'webapp', containerDefinitions: [{ name: 'web', image: image('old') }] }
  const aws = await startAws({ definition })
  aws.images.push('acme/webapp', sha)
  aws.images.push('acme/lasting', sha)
  const { service, definitions, tasks } = aws
  Object.assign(service.course, { looks: 1 })
  Object.assign(tasks.course, { looks: 1 })
  aws.after('UpdateService', () => {
    const [container] = definitions.find(service.primary().taskDefinition).body.containerDefinitions
    service.course.goes = container?.image.includes('lasting') ? 'on for ever' : 'well'
  })

  return {
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIASTANDIN',
      AWS_SECRET_ACCESS_KEY: 'the-secret-of-the-worker',
    },
    job: { app: 'webapp', sha },
    pace: 100,
    succeeds: settings,
    lasts: { ...settings, repository: 'acme/lasting' },
    secret: {
      ...settings,
      role_arn: 'arn:aws:iam::123456789012:role/deployer',
      external_id: { env: 'WEBAPP_EXTERNAL_ID' },
    },
    task: 'deploy:migrations',
    effects: () => service.serviceDeployments().length,
    live: () => service.primary().taskDefinition,
    heard: () => JSON.stringify(aws.journal),
    close: () => aws.close(),
  }
}
