import type { DeploymentCommand } from '../commands/command.ts'
import { logOf } from '../records/deployment.ts'
import type { Action } from './action.ts'
import { findTarget } from './find-target.ts'
import { pickDeployment } from './pick-deployment.ts'
import { refuseFor, refuseWith } from './refuse.ts'
import { rightsOf } from './stops.ts'

const tailBytes = 8_192
const tailLines = 20

/** The end of a deployment's log, and where all of it is. */
export const logs: Action<DeploymentCommand> = async ({ deployment }, asked) => {
  const { ports } = asked
  const picked = await pickDeployment(deployment, asked, () => true)
  if (!picked) return refuseWith('logs', 'deployment-needed', { word: 'logs' })
  if ('answer' in picked) return picked.answer
  const { record } = picked
  const place = findTarget(record, ports)
  const stops = 'found' in place ? await rightsOf(place.found, asked) : []
  if (stops.length > 0) return refuseFor(`logs of #${record.id}`, stops)

  const { logs: stored } = ports.engine.store
  const size = await stored.size(logOf(record.key))
  if (size === 0) return refuseWith('logs', 'no-log', { deployment: record.id })
  const { text } = await stored.read(logOf(record.key), Math.max(0, size - tailBytes), tailBytes)
  const url = await ports.publicUrl()
  return {
    ok: true,
    code: 'answered',
    deployment: record.id,
    message: {
      title: `the end of the log of #${record.id} ${record.app} to ${record.environment}`,
      lines: text.trimEnd().split('\n').slice(-tailLines),
      ...(url !== undefined && { link: { label: 'all of it', url: `${url}/deployments/${record.id}` } }),
    },
  }
}
