import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Wait } from '../../records/wait.ts'
import type { Message } from '../message.ts'
import { refAt } from '../words.ts'

export const waitStarted = ({ app, environment, sha }: Wait, { id, ref }: DeploymentRecord): Message => ({
  title: `${app}/${refAt(ref, sha)} is green: deploying it to ${environment} now, as #${id}`,
})
