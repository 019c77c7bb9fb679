import type { Ports } from '../actions/ports.ts'
import type { Target } from '../apps/app.ts'
import { personKey } from '../records/links.ts'
import type { Person } from '../records/people.ts'

export interface Proof {
  readonly login: string
  /** `github`: they acted there. `file`: people.json says so. `link`: they proved it with `link github`. */
  readonly by: 'github' | 'file' | 'link'
}

/** A token of the API is nobody. */
export const isMachine = ({ id }: Pick<Person, 'id'>): boolean => id.startsWith('api:')

/** An account's names as people.json may have them, in lower case. */
const accountsOf = ({ id, names }: Person): string[] => {
  const surface = id.slice(0, id.indexOf(':'))
  return [...new Set([id, ...names.map((name) => `${surface}:${name}`)])].map((account) => account.toLowerCase())
}

/** Logins on GitHub that are proven to be this person's. What they say of themselves (`i am`) is none. */
export async function proofsOf(who: Person, { people, records }: Pick<Ports, 'people' | 'records'>): Promise<Proof[]> {
  if (isMachine(who)) return []
  if (who.id.startsWith('github:')) return [{ login: who.id.slice('github:'.length), by: 'github' }]
  const given = accountsOf(who).flatMap((account) => people.file().get(account) ?? [])
  const linked = (await records.links.get(personKey(who.id)))?.value
  return [
    ...[...new Set(given)].map((login): Proof => ({ login, by: 'file' })),
    ...(linked && !linked.refused ? [{ login: linked.login, by: 'link' } as const] : []),
  ]
}

/** The logins that count for a target: those of a link are of one GitHub, and a target may be on another. */
export async function loginsFor(
  target: Pick<Target, 'githubApi'>,
  who: Person,
  ports: Pick<Ports, 'people' | 'records'>,
): Promise<string[]> {
  const proofs = await proofsOf(who, ports)
  const counting = proofs.filter(({ by }) => by !== 'link' || ports.people.isLinked(target))
  return [...new Set(counting.map(({ login }) => login))]
}
