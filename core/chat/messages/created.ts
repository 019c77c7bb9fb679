import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Message } from '../message.ts'
import { refAt } from '../words.ts'

export const created = ({ id, app, ref, sha, environment, task, hosts }: DeploymentRecord): Message => ({
  title: `#${id}: ${task === 'deploy' ? '' : `${task} of `}${app}/${refAt(ref, sha)} to ${environment}${hosts.length > 0 ? ` on ${hosts.join(', ')}` : ''}, waiting for a worker`,
})
