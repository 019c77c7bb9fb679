import type { SandboxRepository } from './github/index.ts'

export type Checks = 'green' | 'red' | 'pending'

const test = {
  green: { state: 'success', says: '48 tests passed' },
  red: { state: 'failure', says: '2 of 48 tests failed' },
  pending: { state: 'pending', says: '12 of 48 tests done' },
} as const

/** What a CI says of a branch's head or a sha: `ci/build` passed, `ci/test` as asked. */
export async function setChecks(repository: SandboxRepository, ref: string, checks: Checks): Promise<void> {
  await repository.status(ref, 'ci/build', 'success', 'built')
  await repository.status(ref, 'ci/test', test[checks].state, test[checks].says)
}
