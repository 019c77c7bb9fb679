import type { Scenes } from '../../../../workers/conformance/index.ts'
import { startAws } from '../../../stand-ins/aws/index.ts'
import { definition, sha } from '../../providers/ecs/set-up.ts'

const settings = { cluster: 'main', container: 'web', region: 'eu-west-1' }

/** The AWS of our own with one service, whose rollouts go on with each look at them. */
export async function conformance(): Promise<Scenes> {
  const aws = await startAws({ definition })
  aws.images.push('acme/webapp', sha)
  const rollouts = () => Number(aws.service.primary().id.split('/').at(-1))
  return {
    env: {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'AKIASTANDIN',
      AWS_SECRET_ACCESS_KEY: 'the-secret-of-the-worker',
    },
    job: { sha },
    pace: 100,
    succeeds: settings,
    lasts: { ...settings, tag: 'never-{sha}', image_wait: '10h' },
    effects: () => aws.calls('RegisterTaskDefinition').length + rollouts(),
    live: () => aws.service.primary().taskDefinition,
    heard: () => JSON.stringify(aws.journal),
    close: () => aws.close(),
  }
}
