import { span } from '../../gates/words.ts'
import type { DeploymentRecord, Step } from '../../records/deployment.ts'
import type { Message } from '../message.ts'
import { aimed, refAt } from '../words.ts'

/** One line of a deployment's thread. */
export function aboutStep(record: DeploymentRecord, step: Step, page: string | undefined): Message {
  const what = `#${record.id} ${aimed(`${record.app}/${refAt(record.ref, record.sha)}`, record)}`
  const link = page === undefined ? {} : { link: { label: 'log', url: page } }
  switch (step.state) {
    case 'queued':
      return { title: `${what} ${step.description}`, actions: ['cancel'] }
    case 'in_progress':
      return { title: `${what} started`, actions: ['cancel'], ...link }
    case 'success':
      return { title: `${what} is out${took(record)}: ${step.description}`, ...link }
    case 'failure':
      return { title: `${what} failed${took(record)}: ${step.description}`, actions: ['retry', 'logs'], ...link }
    case 'error':
      if (record.startedAt === undefined)
        return { title: `${what} did not start: ${step.description}`, actions: ['retry'] }
      return { title: `${what} did not run to its end: ${step.description}`, actions: ['retry', 'logs'], ...link }
    case 'inactive':
      return { title: `${what} was passed over: ${step.description}` }
  }
}

const took = ({ startedAt, endedAt }: DeploymentRecord) =>
  startedAt === undefined || endedAt === undefined ? '' : ` after ${span(endedAt - startedAt)}`
