import { list } from '../../../core/gates/words.ts'
import type { Host, Seen } from './seen.ts'

export interface Asked {
  /** None: all of the stage. */
  readonly hosts: readonly string[]
  readonly task: string
  readonly stage: string
}

/** All that speaks against starting, after a look at the hosts. */
export function against(seen: Seen, { hosts, task, stage }: Asked): string[] {
  const strangers = hosts.filter((host) => !seen.servers.includes(host))
  if (strangers.length > 0)
    return [`${stage} has no server ${list(strangers)}; it has ${list(seen.servers) || 'none at all'}`]
  if (seen.hosts.length === 0) return [`no server of ${stage} is left after the filters; nothing would be deployed`]
  const problems = seen.hosts.flatMap((host) => problemOf(host) ?? [])
  if (problems.length > 0 || seen.tasks.includes(task)) return problems
  return [`the Capfile has no task ${task}${hint(task)}`]
}

const hint = (task: string) =>
  task === 'deploy:migrations' ? '; with capistrano/rails in it, `deploy` migrates by itself' : ''

/** Why nothing can be done on a host. */
export function problemOf({ name, problem, text, fingerprint, pinned }: Host): string | undefined {
  switch (problem) {
    case 'key':
      return pinned.length === 0
        ? `the host key of ${name} is unknown (${fingerprint}); compare it on the host, then add it to known_hosts`
        : `the host key of ${name} has changed: expected ${pinned.join(' or ')}, it showed ${fingerprint}; find out why before anything else`
    case 'login':
      return `${name} does not let ${text || 'us'} in with this key; see authorized_keys there, and ssh_key`
    case 'connection':
      return `${name} cannot be reached: ${text}${keyHint(text)}`
    case undefined:
      return undefined
  }
}

/** net-ssh knows keys of that kind only with more gems, and bundler hides those of the machine. */
const keyHint = (text: string) =>
  text.includes('host_key algorithm')
    ? '; for ed25519 keys the Gemfile needs ed25519 and bcrypt_pbkdf, or pin a key of another kind'
    : ''
