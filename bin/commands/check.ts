import { externalProviders } from '../../core/apps/external-providers.ts'
import { loadApps, readAppsFile } from '../../core/apps/load-apps.ts'
import { report } from '../../core/apps/report.ts'
import { loadPeople, PeopleError, peopleFileBeside } from '../../core/people/people-file.ts'
import { openProviders } from '../../workers/providers/index.ts'
import type { CliCommand } from './command.ts'

export const check: CliCommand = {
  names: ['check'],
  usage: 'slipway check [apps.json]',
  help: 'names every problem of an apps.json, and of people.json beside it; exits 1 when there is an error',
  async run([file = process.env['HUBOT_DEPLOY_APPS_JSON'] || 'apps.json']) {
    const { providers } = await openProviders().load(externalProviders(readAppsFile(file)), file)
    const apps = loadApps(file, providers)
    for (const line of report(apps)) process.stdout.write(`${line}\n`)
    const errors = apps.problems.filter(({ level }) => level === 'error').length
    process.stdout.write(`${file}: ${apps.list.length} good, ${errors === 1 ? '1 error' : `${errors} errors`}\n`)
    return errors === 0 && peopleAreGood(peopleFileBeside(file)) ? 0 : 1
  },
}

/** The file beside apps.json that says who is who; it need not be there. */
function peopleAreGood(file: string): boolean {
  try {
    const { size } = loadPeople(file)
    if (size > 0) process.stdout.write(`${file}: ${size === 1 ? '1 account' : `${size} accounts`}\n`)
    return true
  } catch (error) {
    if (!(error instanceof PeopleError)) throw error
    process.stdout.write(`${error.message}\n`)
    return false
  }
}
