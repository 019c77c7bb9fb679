import { isTeam } from '../../../core/gates/is-meant.ts'
import { broken, type Check, ok } from '../check.ts'
import { repositoriesOf } from '../github-of.ts'
import { told } from '../told.ts'

/** Whether the teams that apps.json names can be read: one that cannot lets nobody in. */
export const teams: Check = async (around) => {
  const probes = new Map(repositoriesOf(around).map((known) => [known.repository.toLowerCase(), known.probe]))
  const named = new Map<string, string>()
  for (const app of around.apps?.list ?? [])
    for (const target of app.environments.flatMap((name) => app.target(name) ?? []))
      for (const entry of [...(target.deployers ?? []), ...(target.admins ?? [])].filter(isTeam))
        named.set(entry, target.repository)

  const found = [...named].map(async ([team, repository]) => {
    const [org = '', slug = ''] = team.slice(1).split('/')
    const url = `/orgs/${encodeURIComponent(org)}/teams/${encodeURIComponent(slug)}`
    const reply = await probes.get(repository.toLowerCase())?.ask(repository, { method: 'GET', url })
    if (reply?.kind !== 'answer' || reply.status === 401) return []
    if (reply.status === 200) return [ok(team, 'can be read')]
    const next = 'correct its name, and give the token read:org, or the App Members: read'
    return [broken(team, `GitHub does not show us this team: ${told(reply)}`, next)]
  })
  return (await Promise.all(found)).flat()
}
