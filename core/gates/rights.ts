import type { Actor } from './facts.ts'
import { pass, refuse, type Gate } from './verdict.ts'

const isTeam = (entry: string): boolean => /^@[^/]+\/./.test(entry)
const isPinned = (entry: string): boolean => /^(?:slack|github|api|shell):/i.test(entry)

/** The account without its surface: `alice` of `shell:alice`. */
const account = (id: string): string => id.slice(id.indexOf(':') + 1)

/** Accounts are compared in any case, as GitHub compares logins. A plain entry means that account on any surface. */
function isMeant(entry: string, { id, names }: Actor): boolean {
  const wanted = entry.toLowerCase()
  const known = (all: readonly string[]): boolean => all.some((name) => name.toLowerCase() === wanted.replace(/^@/, ''))
  if (isTeam(entry)) return false
  return isPinned(entry) ? known([id, ...names]) : known([account(id), ...names.filter((name) => !isPinned(name))])
}

/** `deployers` may deploy, with and without `!`; everybody may where apps.json names none. */
export const rights: Gate = ({ target, actor }) => {
  const { app, environment, deployers } = target
  if (deployers === undefined || deployers.some((entry) => isMeant(entry, actor))) return pass
  const people = deployers.filter((entry) => !isTeam(entry))
  return refuse('not-a-deployer', {
    app,
    environment,
    actor: actor.names[0] ?? account(actor.id),
    deployers: people,
    teams: deployers.filter(isTeam),
  })
}
