import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { glanceAtJson } from '../apps/json-text.ts'
import { problemsOf } from '../apps/problems-of.ts'

const login = z.string().regex(/^[a-z\d][a-z\d_-]{0,38}$/i, { error: 'is not a login on GitHub' })
const account = z.string().min(1, { error: 'must not be empty' })

/** `{"octocat": {"slack": "U01", "shell": ["alice", "al"]}}`: logins, and their accounts on each surface. */
export const peopleSchema = z.record(login, z.record(z.string(), z.union([account, z.array(account)])))

/** Where it lies: beside apps.json. */
export const peopleFileBeside = (appsFile: string): string => join(dirname(appsFile), 'people.json')

/** Logins by account: `slack:u01` → `octocat`. Accounts are in lower case. */
export type PeopleMap = ReadonlyMap<string, readonly string[]>

/** people.json cannot be used. The message says where and what. */
export class PeopleError extends Error {
  override readonly name = 'PeopleError'
}

const surfaces = /^[a-z][\w-]*$/i

/** Reads the text of a people.json. Throws PeopleError. */
export function parsePeople(raw: string, file: string): PeopleMap {
  const text = raw.replace(/^\uFEFF/, '')
  const { fault, twice } = glanceAtJson(text)
  if (fault) throw new PeopleError(`${file}: line ${fault.line}, column ${fault.column} is not JSON: ${fault.problem}`)
  const [again] = twice
  if (again) throw new PeopleError(`${file}: ${again.join('.')} is there twice`)

  const value: unknown = JSON.parse(text)
  const parsed = peopleSchema.safeParse(value)
  if (!parsed.success) {
    const place = (path: readonly PropertyKey[]) => path.map(String).join('.')
    const told = problemsOf(parsed.error.issues, value, place).map(({ path, text: why }) => `${file}: ${path} ${why}`)
    throw new PeopleError(told.join('\n'))
  }
  return accountsOf(parsed.data, file)
}

function accountsOf(people: z.infer<typeof peopleSchema>, file: string): PeopleMap {
  const map = new Map<string, string[]>()
  for (const [who, accounts] of Object.entries(people))
    for (const [surface, named] of Object.entries(accounts)) {
      if (!surfaces.test(surface) || surface === 'api' || surface === 'github')
        throw new PeopleError(`${file}: ${who}.${surface} is no chat; write one such as "slack" or "shell"`)
      for (const name of [named].flat()) {
        const key = `${surface}:${name}`.toLowerCase()
        map.set(key, [...(map.get(key) ?? []), who])
      }
    }
  return map
}

const nobody: PeopleMap = new Map()

/** Reads the file. Nobody when it is not there: it need not be. Throws PeopleError. */
export function loadPeople(file: string): PeopleMap {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = z.object({ code: z.string() }).safeParse(error).data?.code ?? 'no reason given'
    if (code === 'ENOENT') return nobody
    throw new PeopleError(`${file}: cannot be read (${code}); change its mode or owner`)
  }
  return parsePeople(text, file)
}

const lookOf = (file: string) => {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : 'not there'
}

/**
 * The file as it is now, read again when it has changed. A broken edit keeps the last good reading and is told once; a
 * file that is broken from the start is an error.
 */
export function watchPeople(file: string, onBroken: (error: PeopleError) => void): () => PeopleMap {
  let seen = lookOf(file)
  let people = loadPeople(file)
  return () => {
    const now = lookOf(file)
    if (now === seen) return people
    seen = now
    try {
      people = loadPeople(file)
    } catch (error) {
      if (!(error instanceof PeopleError)) throw error
      onBroken(error)
    }
    return people
  }
}
