import type { SandboxRepository } from '../github/index.ts'
import type { SandboxApp } from '../sandbox-app.ts'
import { forms } from './parse.ts'
import type { SandboxParts } from './sandbox-parts.ts'

function checksOf(repository: SandboxRepository, sha: string): string {
  const contexts = repository.contexts(sha)
  const named = (wanted: (state: string) => boolean) =>
    contexts.filter(({ state }) => wanted(state)).map(({ context }) => context)
  const pending = named((state) => state === 'pending')
  const failed = named((state) => state === 'failure' || state === 'error')
  if (failed.length > 0) return `red (${failed.join(', ')})`
  if (pending.length > 0) return `pending (${pending.join(', ')})`
  return contexts.length === 0 ? 'no checks' : 'green'
}

const column = (rows: readonly (readonly string[])[], index: number) =>
  Math.max(...rows.map((row) => row[index]?.length ?? 0))

const table = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `    ${row.map((cell, i) => cell.padEnd(column(rows, i))).join('  ')}`.trimEnd())

async function showApp(app: SandboxApp, { github, services }: SandboxParts): Promise<string[]> {
  const repository = github.repository(app.repository)
  const branches = await Promise.all(
    (await repository.branches()).map(async ({ name, sha }) => [
      name,
      sha.slice(0, 7),
      checksOf(repository, sha),
      await repository.subject(sha),
    ]),
  )
  const environments = await Promise.all(
    app.environments.map(async (environment) => {
      const serving = await services.serving(app.name, environment)
      const what = serving === undefined ? 'nothing yet' : `${serving.sha.slice(0, 7)} "${serving.says}"`
      return [environment, services.url(app.name, environment), what]
    }),
  )
  return [`${app.name} (${app.repository})`, '  branches', ...table(branches), '  serves', ...table(environments)]
}

/** What there is, and what can be said. */
export async function show(parts: SandboxParts): Promise<string> {
  const apps = await Promise.all(parts.apps.map((app) => showApp(app, parts)))
  return [
    `a GitHub of its own at ${parts.github.url}; nothing leaves this machine`,
    ...apps.flat(),
    'You can say',
    `    ${forms.commit}`,
    `    ${forms.green}`,
  ].join('\n')
}
