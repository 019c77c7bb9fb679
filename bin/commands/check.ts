import { externalProviders } from '../../core/apps/external-providers.ts'
import { loadApps, readAppsFile } from '../../core/apps/load-apps.ts'
import { report } from '../../core/apps/report.ts'
import { openProviders } from '../../workers/providers/index.ts'
import type { CliCommand } from './command.ts'

export const check: CliCommand = {
  names: ['check'],
  usage: 'slipway check [apps.json]',
  help: 'names every problem of an apps.json; exits 1 when there is an error',
  async run([file = process.env['HUBOT_DEPLOY_APPS_JSON'] || 'apps.json']) {
    const { providers } = await openProviders().load(externalProviders(readAppsFile(file)), file)
    const apps = loadApps(file, providers)
    for (const line of report(apps)) process.stdout.write(`${line}\n`)
    const errors = apps.problems.filter(({ level }) => level === 'error').length
    process.stdout.write(`${file}: ${apps.list.length} good, ${errors === 1 ? '1 error' : `${errors} errors`}\n`)
    return errors === 0 ? 0 : 1
  },
}
