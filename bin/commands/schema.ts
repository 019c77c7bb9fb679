import { jsonSchemaText } from '../../core/apps/json-schema.ts'
import type { CliCommand } from './command.ts'

export const schema: CliCommand = {
  names: ['schema'],
  usage: 'slipway schema',
  help: 'prints the JSON schema of apps.json, as editors read it',
  async run() {
    process.stdout.write(jsonSchemaText())
    return 0
  },
}
