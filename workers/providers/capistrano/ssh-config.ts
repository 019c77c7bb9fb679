export interface Ssh {
  /** Undefined: what the worker's user trusts. */
  readonly knownHosts: string | undefined
  /** Undefined: the keys of the worker's user. */
  readonly agent: string | undefined
  readonly user: string | undefined
  readonly forwardAgent: boolean
}

/** For the ssh program, with `-F`: strict, and with nothing of the worker's own configuration. */
export function sshConfig({ knownHosts, agent, user, forwardAgent }: Ssh): string {
  const lines = [
    'BatchMode yes',
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    'ConnectTimeout 10',
    'ServerAliveInterval 15',
    `ForwardAgent ${forwardAgent ? 'yes' : 'no'}`,
    ...(knownHosts === undefined ? [] : [`UserKnownHostsFile "${knownHosts}"`, 'GlobalKnownHostsFile /dev/null']),
    ...(agent === undefined ? [] : [`IdentityAgent "${agent}"`, 'IdentityFile none']),
    ...(user === undefined ? [] : [`User ${user}`]),
  ]
  return `Host *\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/**
 * The command line of a tunnel for net-ssh, which has a shell read it; `gateway` and `config` come from us and from
 * apps.json. It does not mind the interrupt of a cancel: what cap tidies up then goes through it too.
 */
export const tunnel = (gateway: string, config: string) =>
  `trap '' INT; exec ssh -F '${config}' -W '%h:%p' -- 'ssh://${gateway}'`
