import { addresses } from '../github/addresses.ts'
import type { GitHubs } from '../github/create-githubs.ts'
import { createSeal } from '../secrets/seal.ts'
import type { PeopleMap } from './people-file.ts'
import { createTeams } from './teams.ts'
import type { Linker, NoLinker, PeopleTools } from './tools.ts'

export interface PeopleOptions {
  readonly file: () => PeopleMap
  readonly github: {
    readonly apiUrl: string
    readonly serverUrl: string
    readonly clientId: string | undefined
    readonly clientSecret: string | undefined
  }
  /** SLIPWAY_KEY: 32 bytes. */
  readonly key: Buffer | undefined
  readonly githubs: GitHubs
  readonly keep: (secret: string) => void
  readonly now: () => number
}

export function createPeopleTools({ file, github, key, githubs, keep, now }: PeopleOptions): PeopleTools {
  const standard = addresses({ apiUrl: github.apiUrl }).apiUrl
  return {
    file,
    linker: linkerOf(github, key, githubs, keep),
    isLinked: ({ githubApi }) => githubApi === undefined || addresses({ apiUrl: githubApi }).apiUrl === standard,
    isInTeam: createTeams(githubs.of, now),
  }
}

const clientMissing: NoLinker = {
  why: 'GITHUB_CLIENT_ID is not set',
  remedy: 'set it to the client id of your GitHub App or OAuth app, with the device flow enabled there',
}

const keyMissing: NoLinker = {
  why: 'SLIPWAY_KEY is not set, and a token would lie in the store for all to read',
  remedy: 'set it, for every role, to what `openssl rand -hex 32` prints',
}

function linkerOf(
  { apiUrl, serverUrl, clientId, clientSecret }: PeopleOptions['github'],
  key: Buffer | undefined,
  githubs: Pick<GitHubs, 'as'>,
  keep: (secret: string) => void,
): Linker | NoLinker {
  if (clientId === undefined) return clientMissing
  if (key === undefined) return keyMissing
  return { oauth: { apiUrl, serverUrl, clientId, clientSecret }, seal: createSeal(key), github: githubs.as, keep }
}
