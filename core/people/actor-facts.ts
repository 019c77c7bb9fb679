import type { Ports } from '../actions/ports.ts'
import type { Target } from '../apps/app.ts'
import type { Actor } from '../gates/facts.ts'
import { isMeant, isTeam } from '../gates/is-meant.ts'
import { GitHubError } from '../github/github-error.ts'
import type { Person } from '../records/people.ts'
import { loginsFor } from './logins.ts'

/** All that the gates need to know of a person: their logins on GitHub, and those of the target's teams they are in. */
export async function actorFor(
  target: Target,
  { id, names }: Person,
  ports: Pick<Ports, 'people' | 'records' | 'log'>,
): Promise<Actor> {
  // Nobody asks GitHub or the store about people where everybody may.
  if (target.deployers === undefined && target.admins === undefined) return { id, names }
  const logins = await loginsFor(target, { id, name: id, names }, ports)
  const actor: Actor = { id, names, logins }
  const asked = teamsToAsk(target, actor)
  if (asked.length === 0 || logins.length === 0) return actor

  const teams: string[] = []
  const unread: string[] = []
  for (const team of asked)
    try {
      const found = await Promise.all(logins.map((login) => ports.people.isInTeam(target, team, login)))
      if (found.includes(true)) teams.push(team)
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error
      ports.log.warn({ team, err: error }, 'a team could not be read; it lets nobody in until it can')
      unread.push(`${team} could not be read: ${error.message}`)
    }
  return { ...actor, teams, unread }
}

/** GitHub is asked only where no other entry of the list lets them in. */
function teamsToAsk({ deployers = [], admins = [] }: Target, actor: Actor): string[] {
  const lists = [deployers, admins].filter((entries) => !entries.some((entry) => isMeant(entry, actor)))
  return [...new Set(lists.flat().filter(isTeam))]
}
