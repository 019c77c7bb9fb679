import type { VersionCommand } from '../commands/command.ts'
import { version as number } from '../config/version.ts'
import type { Action } from './action.ts'

/** Which version answers. */
export const version: Action<VersionCommand> = async (_, { ports }) => ({
  ok: true,
  code: 'answered',
  message: { title: `slipway ${number} on node ${process.versions.node}, engine ${ports.engine.kind}` },
})
