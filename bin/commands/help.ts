import { describeVariables } from '../../core/config/describe-variables.ts'
import type { CliCommand } from './command.ts'
import { commands } from './index.ts'

export const help: CliCommand = {
  names: ['help', '--help', '-h'],
  usage: 'slipway help [variables]',
  help: 'says this; with "variables", every environment variable',
  async run([what]) {
    if (what === 'variables') {
      process.stdout.write(`${describeVariables()}\n`)
      return 0
    }
    const width = Math.max(...commands.map(({ usage }) => usage.length))
    const lines = commands.map(({ usage, help: text }) => `  ${usage.padEnd(width)}  ${text}`)
    process.stdout.write(`Slipway deploys from chat, through GitHub Deployments.\n\n${lines.join('\n')}\n`)
    return 0
  },
}
