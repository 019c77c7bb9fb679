import { version as number } from '../../core/config/version.ts'
import type { CliCommand } from './command.ts'

export const version: CliCommand = {
  names: ['version', '--version', '-v'],
  usage: 'slipway version',
  help: 'says which version this is',
  async run() {
    process.stdout.write(`slipway ${number}\n`)
    return 0
  },
}
