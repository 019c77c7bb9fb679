import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Wait } from '../../records/wait.ts'
import type { Message } from '../message.ts'
import { refAt, whereTo } from '../words.ts'

export function waitStarted({ app, sha }: Wait, record: DeploymentRecord): Message {
  const doing = record.task === 'deploy' ? 'deploying it' : `running ${record.task} of it`
  return { title: `${app}/${refAt(record.ref, sha)} is green: ${doing} ${whereTo(record)} now, as #${record.id}` }
}
