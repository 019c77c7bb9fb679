import type { Apps } from '../apps/app.ts'
import type { DeployCommand, DeploysCommand } from './command.ts'
import { writeCommand } from './write-command.ts'

export interface RepositoryHint {
  /** owner/name, as apps.json has it. */
  readonly repository: string
  /** Apps that deploy it. */
  readonly apps: readonly string[]
  /** The command as it was probably meant. */
  readonly suggestion: string
}

/** For an unknown app: `deploy acme/hubot` reads as the app acme at the ref hubot, where the repository acme/hubot was meant. */
export function hintForRepository(
  command: DeployCommand | DeploysCommand,
  apps: Pick<Apps, 'byRepository'>,
  prefix: string,
): RepositoryHint | undefined {
  const [name = '', ...branch] = command.ref?.split('/') ?? []
  const known = apps.byRepository(`${command.app}/${name}`)
  const [first] = known
  if (first === undefined) return undefined
  const ref = branch.length === 0 ? undefined : branch.join('/')
  return {
    repository: first.repository,
    apps: known.map((app) => app.name),
    suggestion: writeCommand({ ...command, app: first.name, ref }, prefix),
  }
}
