import { aloud, list } from '../../../core/gates/words.ts'
import { hostName, type Settings } from './settings.ts'

const always = ['deploy', 'deploy:migrations']

/** Why these hosts or this task are not for this target; undefined when they are. */
export function refusal(
  { hosts, task }: { readonly hosts: readonly string[]; readonly task: string },
  { hosts: known, tasks }: Settings,
): string | undefined {
  const allowed = [...always, ...tasks]
  if (task !== 'rollback' && !allowed.includes(task))
    return `the task ${task} is not allowed here, only ${list(allowed)}; apps.json names more under capistrano.tasks`
  const noHost = hosts.find((host) => !hostName.test(host))
  if (noHost !== undefined) return `${aloud(noHost)} is no host name`
  const strangers = known ? hosts.filter((host) => !known.includes(host)) : []
  if (strangers.length > 0) return `${list(strangers)} cannot be picked here, only ${list(known ?? [])}`
  return undefined
}
