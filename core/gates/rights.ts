import { isMeant, isTeam } from './is-meant.ts'
import { pass, refuse, type Gate } from './verdict.ts'

/** `deployers` may deploy, with and without `!`; everybody may where apps.json names none. */
export const rights: Gate = ({ target, actor }) => {
  const { app, environment, deployers } = target
  if (deployers === undefined || deployers.some((entry) => isMeant(entry, actor))) return pass
  const { id, names, logins = [], unread = [] } = actor
  return refuse('not-a-deployer', {
    app,
    environment,
    actor: names[0] ?? id.slice(id.indexOf(':') + 1),
    deployers: deployers.filter((entry) => !isTeam(entry)),
    teams: deployers.filter(isTeam),
    logins,
    unread,
  })
}
