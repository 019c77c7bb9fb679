import type { Message } from '../message.ts'

interface Wanted {
  readonly ref: string | undefined
  readonly task: string
  readonly force: boolean
}

/** Said at once, before GitHub has answered. */
export const asking = (
  { app, environment }: { readonly app: string; readonly environment: string },
  { ref, task, force }: Wanted,
): Message => ({
  title: `asking GitHub to ${task === 'deploy' ? 'deploy' : `run ${task} of`} ${ref === undefined ? app : `${app}/${ref}`} to ${environment}${force ? ', checks or not' : ''}`,
})
