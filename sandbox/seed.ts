import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { SandboxGitHub } from './github/index.ts'
import { packageRoot } from './package-root.ts'
import type { SandboxApp } from './sandbox-app.ts'
import { setChecks } from './set-checks.ts'

/** The files of the sample app by path, with `/` between folders. */
async function sampleFiles(): Promise<{ [path: string]: string }> {
  const sample = join(packageRoot(), 'sandbox', 'sample')
  const entries = await readdir(sample, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    files.map(async (file) => [relative(sample, file).split(sep).join('/'), await readFile(file, 'utf8')] as const),
  )
  return Object.fromEntries(texts)
}

/** Makes the repositories of the apps that are not there yet, each from the sample, green. */
export async function seed(github: SandboxGitHub, apps: readonly SandboxApp[]): Promise<void> {
  const there = github.repositories().map(({ fullName }) => fullName)
  const missing = apps.filter(({ repository }) => !there.includes(repository))
  if (missing.length === 0) return

  for (const login of ['alice', 'bob']) github.account(login)
  const files = await sampleFiles()
  await Promise.all(
    missing.map(async ({ name, repository }) => {
      const made = await github.createRepository(repository, { files, message: `Begin ${name}`, author: 'alice' })
      await setChecks(made, made.defaultBranch, 'green')
    }),
  )
}
