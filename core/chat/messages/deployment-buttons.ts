import { type DeploymentRecord, isFinal } from '../../records/deployment.ts'
import type { Background } from '../../records/thread.ts'
import type { Button } from '../message.ts'

/** What can be done with a deployment as it stands, by a button or by its word in the thread. */
export function deploymentButtons(record: DeploymentRecord, background: Background): Button[] {
  const { id, state, startedAt, cancel } = record
  const logs: Button = { word: 'logs', label: 'Show log', says: `logs #${id}` }
  const begun = startedAt !== undefined
  if (!isFinal(state)) {
    const stop: Button = { word: 'cancel', label: 'Cancel', says: `cancel #${id}` }
    return [...(cancel ? [] : [stop]), ...(begun ? [logs] : [])]
  }
  const retry: Button = { word: 'retry', label: 'Retry', says: `retry #${id}` }
  return [retry, ...(begun ? [rollbackButton(record, background), logs] : [])]
}

/** Back to what was there before this one; whoever undoes a rollback that way means the last that ran well. */
export function rollbackButton({ app, environment, rollback }: DeploymentRecord, { previous }: Background): Button {
  const to = rollback || previous?.id === undefined ? '' : ` to #${previous.id}`
  return { word: 'rollback', label: 'Rollback', says: `rollback ${app} in ${environment}${to}` }
}
