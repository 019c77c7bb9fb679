import { existsSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { providers } from '../../../../workers/providers/index.ts'
import { shell } from '../../../../workers/providers/shell/index.ts'
import { isAlive, pidsIn } from '../../command/processes.ts'
import { setUpWorkbench } from '../workbench.ts'
import type { Workbench } from '../workbench.ts'

const secret = 's3cr/t+va lue-of-ours'
const command = ['script/deploy']
let bench: Workbench

beforeEach(() => {
  bench = setUpWorkbench({ DEPLOY_KEY: secret })
})
afterEach(() => bench.remove())

const script = (body: string) => bench.repository.commit({ 'script/deploy': `#!/bin/bash\n${body}\n` })

test('is known by its name', () => {
  expect(providers.get('shell')).toBe(shell)
})

describe('what a command sees', () => {
  test('is its deployment, what is configured, and nothing else of the worker', async () => {
    const sha = script(`exec ${process.execPath} -e 'console.log(JSON.stringify(process.env))'`)
    process.env['WORKER_OWN'] = 'not for commands'
    const reason = 'a "b" \'c\' $(touch /tmp/pwned) `id`\nsecond line ä'
    const result = await bench.deploy(
      shell,
      { command, env: { LEVEL: '$HOME', KEY: { env: 'DEPLOY_KEY' } } },
      {
        reason,
        hosts: ['fe1', 'fe2'],
        previousSha: 'f'.repeat(40),
        url: 'http://slip/deployments/42',
        task: 'deploy:migrations',
      },
    )
    delete process.env['WORKER_OWN']
    expect(result).toEqual({ outcome: 'succeeded', summary: 'script/deploy ended well', live: { sha } })
    const { PATH, HOME, LANG, SLIPWAY_RUN, PWD, SHLVL, _, ...rest } = JSON.parse(bench.log())
    expect({ PATH, HOME, LANG }).toEqual({
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      LANG: process.env['LANG'],
    })
    expect(SLIPWAY_RUN).toMatch(/^workbench-/)
    expect(PWD).toContain('checkouts')
    expect([SHLVL, _]).toHaveLength(2)
    expect(rest).toEqual({
      CI: 'true',
      LEVEL: '$HOME',
      KEY: '[redacted]',
      DEPLOY_APP: 'webapp',
      DEPLOY_ENVIRONMENT: 'production',
      DEPLOY_REF: 'main',
      DEPLOY_SHA: sha,
      DEPLOY_TASK: 'deploy:migrations',
      DEPLOY_ROLLBACK: '',
      DEPLOY_ID: '42',
      DEPLOY_REPO: 'acme/webapp',
      DEPLOY_ACTOR: 'alice',
      DEPLOY_HOSTS: 'fe1,fe2',
      DEPLOY_PREVIOUS_SHA: 'f'.repeat(40),
      DEPLOY_REASON: reason,
      DEPLOY_URL: 'http://slip/deployments/42',
      BRANCH: 'main',
      SHA: sha.slice(0, 8),
      DEPLOY_ENV: 'production',
    })
  })

  test('is empty where there is nothing to tell, so that set -u does not stop a script', async () => {
    script('set -u; echo "<$DEPLOY_REASON$DEPLOY_HOSTS$DEPLOY_PREVIOUS_SHA$DEPLOY_URL>"')
    expect((await bench.deploy(shell, { command })).outcome).toBe('succeeded')
    expect(bench.log()).toBe('<>\n')
  })

  test('is told that it rolls back', async () => {
    script('echo "<$DEPLOY_ROLLBACK>"')
    await bench.deploy(shell, { command }, { task: 'rollback' })
    expect(bench.log()).toBe('<1>\n')
  })

  test('is the job as one line of JSON on stdin, which then ends', async () => {
    const sha = script('cat; echo "the end"')
    const reason = 'a "b" \'c\' $(id)\nsecond line ä'
    const settings = { command, env: { KEY: { env: 'DEPLOY_KEY' } } }
    await bench.deploy(shell, settings, { reason, hosts: ['fe1', 'fe2'], task: 'deploy:migrations' })
    const [json = '', ...rest] = bench.log().split('\n')
    expect(rest).toEqual(['the end', ''])
    expect(JSON.parse(json)).toEqual({
      id: 42,
      app: 'webapp',
      environment: 'production',
      repository: 'acme/webapp',
      ref: 'main',
      sha,
      previous_sha: null,
      task: 'deploy:migrations',
      rollback: false,
      actor: 'alice',
      reason,
      hosts: ['fe1', 'fe2'],
      url: null,
    })
  })

  test('is stdin that nobody has to read', async () => {
    script('exec <&-; sleep 0.1; echo done')
    const reason = 'x'.repeat(100_000) // more than a pipe holds
    expect((await bench.deploy(shell, { command }, { reason })).outcome).toBe('succeeded')
  })

  test('is the work tree at the deployment’s commit', async () => {
    const sha = script('git rev-parse HEAD; pwd; echo old')
    script('echo new')
    await bench.deploy(shell, { command }, { sha })
    expect(bench.log()).toMatch(new RegExp(`^${sha}\n.*/trees/.*\nold\n$`))
  })
})

describe('how it ends is how the deployment ends', () => {
  test.each([
    ['exit 7', { outcome: 'failed', summary: 'script/deploy ended with 7' }],
    ['kill -KILL $$', { outcome: 'failed', summary: 'script/deploy was ended by SIGKILL' }],
  ])('%s', async (body, result) => {
    script(body)
    expect(await bench.deploy(shell, { command })).toEqual(result)
  })

  test('after its whole time, with the log so far and the steps of the stop', async () => {
    script('echo so far; sleep 60')
    expect(await bench.deploy(shell, { command, timeout: '1s' })).toEqual({
      outcome: 'failed',
      summary: 'timed out after 1s',
    })
    expect(bench.log()).toBe('so far\n# asked it to stop (TERM)\n')
  })

  test('after its silence', async () => {
    script('sleep 60')
    const result = await bench.deploy(shell, { command, silence: '1s' })
    expect(result).toEqual({ outcome: 'failed', summary: 'said nothing for 1s and was stopped' })
  })

  test('by a cancel, with its whole process tree', async () => {
    script('trap "" TERM; sleep 300 & setsid sleep 300 & echo pids $$ $!; wait; sleep 300')
    const ended = bench.deploy(shell, { command })
    const pids = pidsIn(await bench.logged('pids'))
    bench.cancel()
    expect(await ended).toEqual({ outcome: 'cancelled', summary: 'cancelled by alice' })
    expect(pids.filter(isAlive)).toEqual([])
    expect(bench.log()).toContain('# killed it after 0.5 s\n')
  })

  test('by a cancel before anything was checked out', async () => {
    script('touch ran')
    bench.cancel()
    expect(await bench.deploy(shell, { command })).toEqual({ outcome: 'cancelled', summary: 'cancelled by alice' })
  })

  test('by the worker’s end', async () => {
    script('echo ready; sleep 60')
    const ended = bench.deploy(shell, { command })
    await bench.logged('ready')
    bench.shutDown()
    const summary = 'script/deploy was interrupted: the worker was shut down'
    expect(await ended).toEqual({ outcome: 'unknown', summary })
  })
})

describe('which command runs', () => {
  test('one of the worker, with arguments that no shell reads', async () => {
    script('')
    await bench.deploy(shell, { command: ['printf', '%s|', '$(id)', '; touch x', '*'] })
    expect(bench.log()).toBe('$(id)|; touch x|*|\n')
  })

  test('the rollback command for a rollback, where there is one', async () => {
    bench.repository.commit({ 'script/deploy': '#!/bin/sh\necho deploy\n', 'script/back': '#!/bin/sh\necho back\n' })
    await bench.deploy(shell, { command, rollback: ['script/back'] }, { task: 'rollback' })
    await bench.deploy(shell, { command }, { task: 'rollback' })
    expect(bench.log()).toBe('back\ndeploy\n')
  })

  test('the script of the default branch on the tree of the deployment', async () => {
    bench.repository.commit({ 'script/deploy': '#!/bin/sh\necho trusted; cat version\n', version: 'main\n' })
    bench.repository.git('checkout', '--quiet', '-b', 'topic')
    const sha = bench.repository.commit({ 'script/deploy': '#!/bin/sh\necho hostile\n', version: 'topic\n' })
    bench.repository.git('checkout', '--quiet', 'main')
    await bench.deploy(shell, { command, script_from: 'default_branch' }, { sha })
    expect(bench.log()).toBe('trusted\ntopic\n')
  })
})

describe('a script that is not run', () => {
  test.each([
    ['../outside', /^\.\.\/outside lies outside the repository/],
    ['script/../../outside', /lies outside the repository/],
    ['script/missing', /^script\/missing is not in the repository at this commit$/],
    ['script/link', /^script\/link is a link out of the repository/],
    ['./script', /^\.\/script is no file$/],
    ['script/plain', /^script\/plain is not executable; run chmod \+x/],
    ['no-such-program', /^no-such-program was not found in PATH/],
  ])('%s', async (program, summary) => {
    script('echo')
    const { repository, folder } = bench
    symlinkSync('/bin/true', join(repository.path, 'script/link'))
    repository.commit({ 'script/plain': '#!/bin/sh\n', '../outside': '#!/bin/sh\ntouch ran\n' })
    repository.git('update-index', '--chmod=-x', 'script/plain')
    repository.git('commit', '--quiet', '-m', 'Not executable')
    expect(await bench.deploy(shell, { command: [program] })).toEqual({
      outcome: 'failed',
      summary: expect.stringMatching(summary),
    })
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  })
})

describe('its settings', () => {
  test('have defaults', () => {
    expect(shell.settings.parse({ command })).toEqual({
      command,
      timeout: 600_000,
      silence: 300_000,
      env: {},
      script_from: 'deployment',
    })
  })

  test.each([
    [{}, 'command'],
    [{ command: [] }, 'command'],
    [{ command: '' }, 'command'],
    [{ command: [''] }, 'program'],
    [{ command, timout: '1m' }, 'timout'],
    [{ command, timeout: 60 }, 'timeout'],
    [{ command, env: { 'A B': 'x' } }, 'A B'],
    [{ command, env: { DEPLOY_SHA: 'x' } }, 'is set by Slipway itself'],
    [{ command, script_from: 'elsewhere' }, 'script_from'],
    [{ command: ['bash', 'script/deploy'], script_from: 'default_branch' }, 'must be a script of the repository'],
  ])('%j are refused', (settings, word) => {
    expect(shell.settings.safeParse(settings).error?.message).toContain(word)
  })
})

describe('a secret that a command prints', () => {
  const seen = (log: string) => /s3cr|value|lue-of|czNjci90|ours/.test(log)

  test.each([
    ['plain', 'echo "<$KEY>"'],
    ['on stderr', 'echo "<$KEY>" >&2'],
    ['in base64', 'printf "<%s>" "$(printf %s "$KEY" | base64)"; echo'],
    ['in base64 with a name', 'printf "<%s>" "$(printf %s "me:$KEY" | base64)"; echo'],
    ['URL-encoded', `node -e 'console.log("<"+encodeURIComponent(process.env.KEY)+">")'`],
    ['in hex', 'printf %s "$KEY" | od -An -v -tx1 | tr -d " \\n"; echo'],
    ['split over two writes', 'printf "%s" "${KEY:0:8}"; sleep 0.3; printf "%s\\n" "${KEY:8}"'],
    ['with ANSI codes inside', 'printf "%s\\033[31m%s\\033[0m\\n" "${KEY:0:8}" "${KEY:8}"'],
    ['without a line end', 'printf %s "$KEY"'],
    [
      'in a line of 200 KB',
      'head -c 100000 /dev/zero | tr "\\0" .; printf %s "$KEY"; head -c 100000 /dev/zero | tr "\\0" .; echo',
    ],
    ['by set -x', 'set -x; : "$KEY"'],
  ])('%s', async (_how, body) => {
    script(body)
    const result = await bench.deploy(shell, { command, env: { KEY: { env: 'DEPLOY_KEY' } } })
    expect(result.outcome).toBe('succeeded')
    expect(bench.log()).toContain('[redacted]')
    expect(seen(bench.log())).toBe(false)
  })
})

test('what it says can be read while it runs', async () => {
  script('echo first; read -t 30 < <(sleep 30)')
  const ended = bench.deploy(shell, { command })
  await bench.logged('first')
  bench.cancel()
  expect((await ended).outcome).toBe('cancelled')
})
