import type { SandboxRepository } from '../github/index.ts'
import { pickApp } from './pick-app.ts'
import type { SandboxCommand } from './parse.ts'
import { SandboxError, type SandboxParts } from './sandbox-parts.ts'

interface Place {
  readonly repository: SandboxRepository
  readonly name: string
  readonly sha: string
}

/** Turns the pending statuses of one commit to success; what was turned. */
async function finish({ repository, name, sha }: Place): Promise<string[]> {
  const pending = repository.contexts(sha).filter(({ state }) => state === 'pending')
  for (const { context } of pending) await repository.status(sha, context, 'success', '48 tests passed')
  const contexts = pending.map(({ context }) => context).join(', ')
  return pending.length === 0 ? [] : [`${contexts} passed on ${name} (${sha.slice(0, 7)}) of ${repository.fullName}`]
}

async function heads(repository: SandboxRepository): Promise<Place[]> {
  return (await repository.branches()).map(({ name, sha }) => ({ repository, name, sha }))
}

async function one(repository: SandboxRepository, ref: string): Promise<Place[]> {
  const branches = await heads(repository)
  const named = branches.find(({ name }) => name === ref)
  if (named !== undefined) return [named]
  const sha = /^[0-9a-f]{7,40}$/.test(ref) ? await repository.sha(ref) : undefined
  if (sha !== undefined) return [{ repository, name: ref.slice(0, 7), sha }]
  const names = branches.map(({ name }) => name).join(', ')
  throw new SandboxError(`${repository.fullName} has no ${ref}; its branches are ${names}`)
}

/** Ends the checks that are still pending: of one branch or commit, or of every branch. */
export async function green(
  { ref, app }: Extract<SandboxCommand, { kind: 'green' }>,
  { github, apps }: SandboxParts,
): Promise<string> {
  const chosen = ref === undefined && app === undefined ? apps : [pickApp(apps, app)]
  const repositories = chosen.map(({ repository }) => github.repository(repository))
  const places = await Promise.all(
    repositories.map((repository) => (ref === undefined ? heads(repository) : one(repository, ref))),
  )
  const told: string[] = []
  const seen = new Set<string>()
  for (const place of places.flat()) {
    if (!seen.has(place.sha)) told.push(...(await finish(place)))
    seen.add(place.sha)
  }
  return told.length === 0 ? 'no check is pending; `sandbox commit pending on topic` makes one' : told.join('\n')
}
