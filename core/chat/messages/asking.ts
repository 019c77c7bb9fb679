import type { Message } from '../message.ts'
import { aimed } from '../words.ts'

interface Wanted {
  readonly ref: string | undefined
  readonly task: string
  readonly force: boolean
  readonly hosts: readonly string[]
}

/** Said at once, before GitHub has answered. */
export function asking(
  { app, environment }: { readonly app: string; readonly environment: string },
  { ref, task, force, hosts }: Wanted,
): Message {
  const what = aimed(ref === undefined ? app : `${app}/${ref}`, { task, environment, hosts })
  return { title: `asking GitHub to ${task === 'deploy' ? 'deploy' : 'run'} ${what}${force ? ', checks or not' : ''}` }
}
