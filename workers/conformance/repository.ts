import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Slipway',
  GIT_AUTHOR_EMAIL: 'slipway@example.com',
  GIT_COMMITTER_NAME: 'Slipway',
  GIT_COMMITTER_EMAIL: 'slipway@example.com',
}

/** A real repository with one commit, as a deployment's work tree comes from. */
export function throwawayRepository(path: string, files: { readonly [path: string]: string }) {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', path, ...args], {
      env: { PATH: process.env['PATH'], ...identity },
      encoding: 'utf8',
    }).trim()
  mkdirSync(path, { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text, { mode: 0o755 })
  }
  git('add', '--all')
  git('commit', '--quiet', '--allow-empty', '-m', 'What is deployed')
  return { url: pathToFileURL(path).href, sha: git('rev-parse', 'HEAD') }
}
