export interface CapRun {
  readonly stage: string
  readonly task: string
  readonly hosts: readonly string[]
  readonly roles: readonly string[]
}

/** Arguments of Capistrano 3. It matches hosts by name, and words of these letters exactly. */
export const capArguments = (capfile: string, { stage, task, hosts, roles }: CapRun) => [
  '-f',
  capfile,
  ...(hosts.length > 0 ? [`--hosts=${hosts.join(',')}`] : []),
  ...(roles.length > 0 ? [`--roles=${roles.join(',')}`] : []),
  stage,
  task,
]

/** Of Capistrano 2, which has its filters in variables: HOSTS there would add hosts. */
export const cap2Arguments = ({ stage, task }: CapRun, sha: string) => [stage, task, '-s', `branch=${sha}`]

export const cap2Variables = ({ hosts, roles }: CapRun) => ({
  ...(hosts.length > 0 && { HOSTFILTER: hosts.join(',') }),
  ...(roles.length > 0 && { ROLES: roles.join(',') }),
})
