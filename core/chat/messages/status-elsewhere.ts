import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Message } from '../message.ts'

interface Status {
  readonly state: string
  readonly description?: string | null | undefined
  readonly creator?: { readonly login: string } | null | undefined
}

/** A status that somebody else posted on a deployment of ours. */
export const statusElsewhere = (
  { id, app, environment }: DeploymentRecord,
  { state, description, creator }: Status,
): Message => ({
  title: `#${id} ${app} to ${environment}: ${creator?.login ?? 'somebody'} says ${state}${description ? `, ${description}` : ''}`,
})
