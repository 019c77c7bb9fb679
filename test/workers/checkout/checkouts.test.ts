import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createRedactor } from '../../../core/secrets/redactor.ts'
import { type Checkouts, createCheckouts } from '../../../workers/checkout/checkouts.ts'
import { folderOf, thisProcess } from '../../../workers/checkout/owner.ts'
import { createRepository, temporaryFolder } from './repository.ts'

let folder: ReturnType<typeof temporaryFolder>
let repository: ReturnType<typeof createRepository>
let dir: string
let checkouts: Checkouts

beforeEach(() => {
  folder = temporaryFolder()
  repository = createRepository(join(folder.path, 'webapp'))
  dir = join(folder.path, 'checkouts')
  checkouts = createCheckouts({ dir, redactor: createRedactor() })
})
afterEach(() => folder.remove())

const source = () => ({ repository: 'acme/webapp', cloneUrl: repository.url, run: 'r/1' })
const read = (tree: { path: string }, name: string) => readFileSync(join(tree.path, name), 'utf8')

describe('a work tree', () => {
  test('holds exactly the commit, in a folder of its own, and is gone after it was removed', async () => {
    const first = repository.commit({ version: '1' })
    repository.commit({ version: '2' })
    const tree = await checkouts.tree({ ...source(), sha: first })
    expect(read(tree, 'version')).toBe('1')
    expect(tree.sha).toBe(first)
    await tree.remove()
    expect(existsSync(tree.path)).toBe(false)
    const [mirror = ''] = readdirSync(join(dir, 'mirrors'))
    expect(existsSync(join(dir, 'mirrors', mirror, 'worktrees'))).toBe(false)
  })

  test('of two apps and two environments at once: each has its own commit', async () => {
    const shas = ['1', '2', '3', '4'].map((version) => repository.commit({ version }))
    const trees = await Promise.all(shas.map((sha, n) => checkouts.tree({ ...source(), sha, run: `r/${n}` })))
    expect(trees.map((tree) => read(tree, 'version'))).toEqual(['1', '2', '3', '4'])
    writeFileSync(join(trees[0]?.path ?? '', 'version'), 'scribbled')
    expect(read(trees[1] ?? { path: '' }, 'version')).toBe('2')
    await Promise.all(trees.map((tree) => tree.remove()))
  })

  test('comes from the mirror the second time: the repository may be away', async () => {
    const sha = repository.commit({ version: '1' })
    await (await checkouts.tree({ ...source(), sha })).remove()
    repository.git('config', 'core.repositoryformatversion', '99')
    const again = await checkouts.tree({ ...source(), sha })
    expect(read(again, 'version')).toBe('1')
  })

  test('follows a branch that was pushed over', async () => {
    const first = repository.commit({ version: '1' })
    await checkouts.tree({ ...source(), sha: first })
    repository.git('commit', '--quiet', '--amend', '-m', 'Another history')
    const second = repository.commit({ version: '2' })
    expect(read(await checkouts.tree({ ...source(), sha: second }), 'version')).toBe('2')
  })

  test('of the default branch is at its head', async () => {
    repository.commit({ version: '1' })
    repository.git('checkout', '--quiet', '-b', 'topic')
    repository.commit({ version: 'topic' })
    repository.git('checkout', '--quiet', 'main')
    const tree = await checkouts.defaultBranchTree(source())
    expect(read(tree, 'version')).toBe('1')
  })

  test('brings no hooks, no configuration and no submodules along', async () => {
    const sha = repository.commit({
      '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::touch /tmp/pwned\n',
      version: '1',
    })
    const tree = await checkouts.tree({ ...source(), sha })
    // What a hostile script could do to the mirror from its work tree.
    const mirror = join(dir, 'mirrors', readdirSync(join(dir, 'mirrors'))[0] ?? '')
    mkdirSync(join(mirror, 'hooks'), { recursive: true })
    const trap = join(folder.path, 'pwned')
    writeFileSync(join(mirror, 'hooks', 'post-checkout'), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 })
    writeFileSync(
      join(mirror, 'config'),
      `[core]\n\tbare = true\n\tfsmonitor = "touch ${trap}"\n[uploadpack]\n\tpackObjectsHook = "touch ${trap}"\n`,
    )
    await tree.remove()
    const next = repository.commit({ version: '2' })
    expect(read(await checkouts.tree({ ...source(), sha: next }), 'version')).toBe('2')
    expect(existsSync(trap)).toBe(false)
  })
})

describe('what cannot be checked out says why', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567'

  test('a commit that is not there', async () => {
    repository.commit({ version: '1' })
    await expect(checkouts.tree({ ...source(), sha, ref: 'main' })).rejects.toMatchObject({
      problem: 'missing',
      message: 'acme/webapp has no commit 01234567 (main) any more; if the branch was pushed over, deploy it again',
    })
    expect(readdirSync(join(dir, 'trees', folderOf(thisProcess())))).toEqual([])
  })

  test('a repository that is not there', async () => {
    const cloneUrl = `${repository.url}-gone`
    await expect(checkouts.tree({ ...source(), cloneUrl, sha })).rejects.toMatchObject({
      problem: 'unreachable',
      message: expect.stringMatching(
        /^acme\/webapp could not be fetched: fatal: .*; see whether the clone URL is right/,
      ),
    })
  })

  test.each([
    '--upload-pack=touch pwned',
    '-oProxyCommand=x',
    'ext::sh -c "touch pwned"',
    'ssh://-oProxyCommand=touch/x',
    'https://bob:hunter2@github.com/acme/webapp',
    'git@-oProxyCommand=x:y',
    '../webapp',
    'https://example.com/a b',
    '',
  ])('the clone URL %j', async (cloneUrl) => {
    const refused = checkouts.tree({ ...source(), cloneUrl, sha })
    await expect(refused).rejects.toMatchObject({ problem: 'refused' })
    await expect(refused).rejects.not.toThrow(/hunter2/)
  })

  test.each(['main', 'HEAD', '--help', sha.slice(1), sha.toUpperCase(), `${sha}\n`, `${sha}^`])(
    'the commit %j',
    async (bad) => {
      await expect(checkouts.tree({ ...source(), sha: bad })).rejects.toMatchObject({ problem: 'refused' })
    },
  )
})

describe('against a server over http', () => {
  const requests: { url: string | undefined; authorization: string | undefined }[] = []
  let answer: (respond: (status: number, body: string) => void) => void = () => {}
  const server = createServer((request, response) => {
    requests.push({ url: request.url, authorization: request.headers.authorization })
    answer((status, body) => response.writeHead(status, { 'content-type': 'text/plain' }).end(body))
  })
  const cloneUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/webapp.git`
  const sha = '0123456789abcdef0123456789abcdef01234567'

  beforeEach(() => {
    requests.length = 0
    return new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })

  test('the token goes into a header, and into no file, URL or message', async () => {
    answer = (respond) => respond(401, 'no')
    const token = 'ghs-not-a-real-token-123'
    const failed = checkouts.tree({ ...source(), cloneUrl: cloneUrl(), sha, token })
    await expect(failed).rejects.toMatchObject({ problem: 'unreachable' })
    await expect(failed).rejects.not.toThrow(new RegExp(token))
    expect(Buffer.from(requests[0]?.authorization?.split(' ')[1] ?? '', 'base64').toString()).toBe(
      `x-access-token:${token}`,
    )
    expect(requests[0]?.url).not.toContain(token)
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(token)
  })

  test('a stop ends git, and whoever waits behind it, at once', async () => {
    answer = () => {}
    const control = new AbortController()
    const asked = new Promise<void>((resolve) => server.once('request', () => resolve()))
    const first = checkouts.tree({ ...source(), cloneUrl: cloneUrl(), sha, signal: control.signal })
    const second = checkouts.tree({ ...source(), cloneUrl: cloneUrl(), sha, signal: control.signal })
    const outcomes = Promise.allSettled([first, second])
    await asked
    control.abort({ kind: 'cancel', by: 'alice' })
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { problem: 'stopped' } })
  })
})

describe('a sweep', () => {
  test('removes the trees of dead processes and leaves those of the living', async () => {
    const sha = repository.commit({ version: '1' })
    const living = await checkouts.tree({ ...source(), sha })
    const dead = join(dir, 'trees', folderOf({ ...thisProcess(), pid: 4_000_000, started: '1' }), 'r_9-1')
    mkdirSync(dead, { recursive: true })
    await checkouts.sweep()
    expect(existsSync(dead)).toBe(false)
    expect(read(living, 'version')).toBe('1')
  })

  test('takes away locks that a crash left in a mirror, so that the next fetch works', async () => {
    const first = repository.commit({ version: '1' })
    await checkouts.tree({ ...source(), sha: first })
    const second = repository.commit({ version: '2' })
    const mirror = join(dir, 'mirrors', readdirSync(join(dir, 'mirrors'))[0] ?? '')
    const lock = join(mirror, 'refs', 'slipway', `${second}.lock`)
    writeFileSync(lock, '')
    const longAgo = Date.now() / 1_000 - 7_200
    utimesSync(lock, longAgo, longAgo)
    await checkouts.sweep()
    expect(read(await checkouts.tree({ ...source(), sha: second }), 'version')).toBe('2')
  })
})
