import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A folder that is gone after the tests. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'slipway-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Alice',
  GIT_AUTHOR_EMAIL: 'alice@example.com',
  GIT_COMMITTER_NAME: 'Alice',
  GIT_COMMITTER_EMAIL: 'alice@example.com',
}

/** A real repository on disk, as somebody pushes to it. */
export function createRepository(path: string) {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: path, env: { PATH: process.env['PATH'], ...identity }, encoding: 'utf8' }).trim()
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', path], {
    env: { PATH: process.env['PATH'], ...identity },
  })
  return {
    path,
    git,
    url: pathToFileURL(path).href,
    /** Writes files (mode 755) and commits them; the commit's id. */
    commit(files: Record<string, string>): string {
      for (const [name, content] of Object.entries(files)) {
        execFileSync('mkdir', ['-p', join(path, name, '..')])
        writeFileSync(join(path, name), content, { mode: 0o755 })
      }
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '-m', 'Change something')
      return git('rev-parse', 'HEAD')
    },
  }
}
