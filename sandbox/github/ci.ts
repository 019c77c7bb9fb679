import type { Ci } from './hub.ts'
import { createCommitStatus } from './operations/create-commit-status.ts'
import { statusesOf } from './required-contexts.ts'
import type { Acting } from './sandbox-repository.ts'
import type { CommitStatus, Repository } from './state.ts'

/**
 * A CI for the merges that GitHub makes: what had reported on the branch before is pending on the new head at once,
 * and says there what it said before, `takesMs` later. What was pending before stays so.
 */
export function createCi(
  acting: Acting,
  takesMs: number,
  log: (line: string) => void,
): { readonly run: Ci; readonly close: () => void } {
  const timers = new Set<NodeJS.Timeout>()

  async function finish(repository: Repository, sha: string, before: readonly CommitStatus[]): Promise<void> {
    for (const { context, state, description, creator } of before) {
      const now = statusesOf(repository, sha).find((status) => status.context === context)
      if (state === 'pending' || now?.state !== 'pending') continue
      const input = { context, state, description, target_url: null }
      await acting(creator, (deed) => createCommitStatus(deed, repository, sha, input))
    }
  }

  const run: Ci = async (deed, repository, before, after) => {
    const ran = statusesOf(repository, before)
    for (const { context } of ran) {
      const input = { context, state: 'pending' as const, description: 'running', target_url: null }
      await createCommitStatus(deed, repository, after, input)
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      finish(repository, after, ran).catch((error: unknown) => log(`the CI of the sandbox stopped: ${String(error)}`))
    }, takesMs)
    timers.add(timer)
  }

  return {
    run,
    close() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
