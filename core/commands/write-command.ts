import type { DeployCommand, DeploysCommand } from './command.ts'
import { plural } from './plural.ts'

const withRef = ({ app, ref }: { readonly app: string; readonly ref: string | undefined }): string =>
  ref === undefined ? app : `${app}/${ref}`

/** The text that asks for this command again, for suggestions and for people to copy. */
export function writeCommand(command: DeployCommand | DeploysCommand, prefix: string): string {
  const { environment } = command
  if (command.action === 'deploys') {
    return `${plural(prefix)} ${withRef(command)}${environment === undefined ? '' : ` in ${environment}`}`
  }
  const { task, force, hosts, reason } = command
  const verb = `${prefix}${task.replace(/^deploy/, '')}${force ? '!' : ''}`
  const where = environment === undefined ? '' : ` to ${[environment, hosts.join(',')].filter(Boolean).join('/')}`
  return `${verb} ${withRef(command)}${where}${reason === undefined ? '' : ` because ${reason}`}`
}
