import type { SandboxGitHub } from '../github/index.ts'
import type { SandboxApp } from '../sandbox-app.ts'
import type { Services } from '../services.ts'

/** What the commands of the sandbox work on. */
export interface SandboxParts {
  readonly github: SandboxGitHub
  readonly apps: readonly SandboxApp[]
  readonly services: Services
  /** A number for the next commit: 1, 2, 3, …, over restarts too. */
  readonly nextCommit: () => Promise<number>
}

/** Something asked of the sandbox that it does not have. The message says what it has. */
export class SandboxError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SandboxError'
  }
}
