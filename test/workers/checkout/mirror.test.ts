import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { gitEnvironment } from '../../../workers/checkout/git-environment.ts'
import { fetchCommit, openMirror } from '../../../workers/checkout/mirror.ts'
import type { Git } from '../../../workers/checkout/mirror.ts'
import { runGit } from '../../../workers/checkout/run-git.ts'
import { createRepository, temporaryFolder } from './repository.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

test('a commit is found by branches and tags where a server does not send it by its id', async () => {
  const repository = createRepository(join(folder.path, 'webapp'))
  const first = repository.commit({ version: '1' })
  repository.commit({ version: '2' })
  const mirror = join(folder.path, 'mirror.git')
  const run = { cwd: folder.path, env: gitEnvironment({ home: folder.path }) }
  await openMirror(mirror, (args) => runGit(args, run))
  const asked: string[] = []
  // The oldest protocol knows no other way than what branches point to.
  const git: Git = (args) => {
    asked.push(args.join(' '))
    return runGit(['-c', 'protocol.version=0', `--git-dir=${mirror}`, ...args], run)
  }

  await fetchCommit(git, { repository: 'acme/webapp', cloneUrl: repository.url, sha: first })
  expect(asked.filter((args) => args.startsWith('fetch')).length).toBe(2)
  expect((await git(['rev-parse', `refs/slipway/${first}`])).out.trim()).toBe(first)
})
