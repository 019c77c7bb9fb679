import type { Target } from '../apps/app.ts'
import type { OAuthApp } from '../github/device-flow.ts'
import type { GitHub } from '../github/github.ts'
import type { Seal } from '../secrets/seal.ts'
import type { PeopleMap } from './people-file.ts'

/** What linking people to GitHub takes. */
export interface Linker {
  readonly oauth: OAuthApp
  readonly seal: Seal
  /** GitHub as this person sees it with this token. */
  readonly github: (person: string, token: string) => GitHub
  /** Tells the redactor of a secret, before anything else is done with it. */
  readonly keep: (secret: string) => void
}

/** Why nobody can be linked here, and what to set. */
export interface NoLinker {
  readonly why: string
  readonly remedy: string
}

/** What is known of people, and how it is found out. */
export interface PeopleTools {
  /** people.json as it is now. */
  readonly file: () => PeopleMap
  readonly linker: Linker | NoLinker
  /** Whether a target's GitHub is the one that people are linked to; a token of theirs goes to no other. */
  readonly isLinked: (target: Pick<Target, 'githubApi'>) => boolean
  readonly isInTeam: (target: Target, team: string, login: string) => Promise<boolean>
}

export const canLink = (linker: Linker | NoLinker): linker is Linker => 'seal' in linker
