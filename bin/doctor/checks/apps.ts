import { AppsError } from '../../../core/apps/errors.ts'
import { loadPeople, PeopleError, peopleFileBeside } from '../../../core/people/people-file.ts'
import { loadAppsOf } from '../load-apps-of.ts'
import { broken, type Check, type Finding, ok, warning } from '../check.ts'

const mend = '`slipway check` names every problem; docs/apps.md has every key'

export const apps: Check = async ({ config, env }) => {
  const { file } = config.apps
  try {
    const { apps: loaded } = await loadAppsOf(config, env)
    const { list, problems } = loaded
    const bad = problems.map(({ level, path, text }): Finding => {
      const say = level === 'error' ? broken : warning
      return say(file, `${path} ${text}`.trim(), mend)
    })
    return [ok(file, list.length === 1 ? 'one app can be deployed' : `${list.length} apps can be deployed`), ...bad]
  } catch (error) {
    if (!(error instanceof AppsError)) throw error
    return [broken(file, error.message.replace(`${file}: `, ''), mend)]
  }
}

export const people: Check = async ({ config }) => {
  const file = peopleFileBeside(config.apps.file)
  try {
    const { size } = loadPeople(file)
    return size === 0 ? [] : [ok(file, `says of ${size} accounts who they are on GitHub`)]
  } catch (error) {
    if (!(error instanceof PeopleError)) throw error
    return [
      broken(
        file,
        error.message.replaceAll(`${file}: `, ''),
        'write {"octocat": {"slack": "U01"}}; docs/people.md has more',
      ),
    ]
  }
}
