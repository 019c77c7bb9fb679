import { isHost } from '../commands/patterns.ts'
import { pass, refuse, type Gate } from './verdict.ts'

/** Hosts are never dropped in silence: Heaven's providers deployed to all of them instead. */
export const hosts: Gate = ({ target, command, provider: { can } }) => {
  const bad = command.hosts.find((host) => !isHost(host))
  if (bad !== undefined) return refuse('not-a-host', { word: bad })
  if (command.hosts.length === 0 || can === undefined || can.hosts) return pass
  return refuse('hosts-not-supported', { provider: target.provider ?? 'missing' })
}
