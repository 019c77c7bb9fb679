import type { Actor } from './facts.ts'

/** `@org/team`. */
export const isTeam = (entry: string): boolean => /^@[^/]+\/./.test(entry)

const isPinned = (name: string): boolean => /^[a-z][\w-]*:/i.test(name)

const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase())

/**
 * Whether an entry of `deployers`, `admins` or `approvers` means this actor. Accounts are compared in any case, as
 * GitHub compares logins. A plain entry means a chat account of that name or id, or a proven login on GitHub; a token of
 * the API is meant by `api:NAME` alone, so that none passes as a person of the same name.
 */
export function isMeant(entry: string, { id, names, logins = [], teams = [] }: Actor): boolean {
  const wanted = entry.toLowerCase()
  if (isTeam(entry)) return lower(teams).includes(wanted)

  const surface = id.slice(0, id.indexOf(':'))
  const plain = names.filter((name) => !isPinned(name))
  const pinned = [id, ...names.filter(isPinned), ...plain.map((name) => `${surface}:${name}`)]
  if (isPinned(entry)) return lower([...pinned, ...logins.map((login) => `github:${login}`)]).includes(wanted)
  const accounts = surface === 'api' ? [] : [id.slice(id.indexOf(':') + 1), ...plain]
  return lower([...accounts, ...logins]).includes(wanted.replace(/^@/, ''))
}
