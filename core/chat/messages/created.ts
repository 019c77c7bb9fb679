import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Message } from '../message.ts'
import { aimed, refAt } from '../words.ts'

export const created = (record: DeploymentRecord): Message => ({
  title: `#${record.id}: ${aimed(`${record.app}/${refAt(record.ref, record.sha)}`, record)}, waiting for a worker`,
})
