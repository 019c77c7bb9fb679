import type { Scenes } from '../../../../workers/conformance/index.ts'

const script = (text: string) => `#!/bin/sh\n${text}\n`

/** Its platform is whatever a script does; what was told to it is what the script was given. */
export const conformance: Scenes = {
  files: {
    'script/deploy': script('echo "deploys $DEPLOY_SHA as $DEPLOY_TASK to <$DEPLOY_HOSTS>"'),
    'script/lasts': script('echo begins; sleep 300 & sleep 300'),
    'script/tell': script('echo "$KEY"; printf %s "$KEY" | base64'),
  },
  succeeds: { command: ['script/deploy'] },
  lasts: { command: ['script/lasts'] },
  loud: { command: ['script/loud'] },
  secret: { command: ['script/tell'], env: { KEY: { env: 'WEBAPP_DEPLOY_KEY' } } },
  hosts: ['web1.example'],
  task: 'deploy:migrations',
}
