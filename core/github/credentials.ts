import type { Reply } from './reply.ts'

export interface Credential {
  readonly kind: 'credential'
  /** Whose limits a request counts against: one token, or one installation of an App. */
  readonly id: string
  readonly token: string
}

export interface Credentials {
  /** The token for a repository, or what became of asking for one. */
  of(repository: string): Promise<Credential | Reply>
  /** GitHub did not accept the token: the next one is fetched anew where that is possible. */
  refused(repository: string): void
  /** Repositories that share a token, together. */
  groups(repositories: readonly string[]): string[][]
}
