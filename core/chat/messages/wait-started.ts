import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Wait } from '../../records/wait.ts'
import type { Message } from '../message.ts'
import { refAt } from '../words.ts'

export const waitStarted = ({ app, environment, branch, sha }: Wait, { id }: DeploymentRecord): Message => ({
  title: `${app}/${refAt(branch ?? sha, sha)} is green: deploying it to ${environment} now, as #${id}`,
})
