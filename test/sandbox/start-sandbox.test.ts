import { dirname } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Octokit } from '@octokit/rest'
import { execa } from 'execa'
import { z } from 'zod'
import { loadApps } from '../../core/apps/load-apps.ts'
import { aSandbox } from './a-sandbox.ts'
import { aReceiver } from './github/a-receiver.ts'
import { builtProgram } from '../built-program.ts'

const { sandbox, restart } = aSandbox()
const receiver = aReceiver()
const at = { owner: 'acme', repo: 'webapp' }
const client = () =>
  new Octokit({
    auth: sandbox().env['GITHUB_TOKEN'],
    baseUrl: sandbox().env['GITHUB_API_URL'] ?? '',
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
const web = () => sandbox().github.repository('acme/webapp')
const say = async (text: string) => (await sandbox().command(text)) ?? 'not for the sandbox'
const create = (ref: string) => client().rest.repos.createDeployment({ ...at, ref, environment: 'staging' })

describe('a sandbox', () => {
  test('has the apps of the example, with where they come from and where they answer', () => {
    const shell = {
      settings: z.strictObject({
        command: z.array(z.string()),
        timeout: z.string(),
        env: z.record(z.string(), z.string()),
      }),
    }
    const apps = loadApps(sandbox().env['HUBOT_DEPLOY_APPS_JSON'] ?? '', new Map([['shell', shell]]))
    expect(apps.problems).toEqual([])
    expect(apps.list.map(({ name }) => name)).toEqual(['webapp', 'api'])
    expect(apps.find('webapp')?.defaultEnvironment).toBe('staging')
    expect(apps.find('webapp')?.target('production')).toMatchObject({
      git: web().cloneUrl,
      url: sandbox().serviceUrl('production'),
      settings: { command: ['script/deploy'], timeout: '2m', env: { SAMPLE_PORT: expect.stringMatching(/^\d+$/) } },
    })
  })

  test('has green repositories to deploy at once', async () => {
    expect((await create('main')).status).toBe(201)
  })

  test('sends events, signed with its secret', async () => {
    await sandbox().setWebhook(receiver.url())
    expect(receiver.events('ping')).toHaveLength(1)
    await create('main')
    const [got] = await receiver.until('deployment')
    expect(got?.headers['x-hub-signature-256']).toBeDefined()
    await sandbox().github.settled()
  })

  test('is not for two processes at once', async () => {
    const dir = dirname(sandbox().env['HUBOT_DEPLOY_APPS_JSON'] ?? '')
    const second = await execa('node', [builtProgram('sandbox/run'), dir], { reject: false })
    expect(second.exitCode).toBe(1)
    expect(second.stderr).toContain(`in use by process ${process.pid}`)
  })

  test('goes on after a restart: same address, same secrets, same ports, same history', async () => {
    const before = { env: sandbox().env, url: sandbox().serviceUrl('staging'), head: await web().head() }
    const made = web().deployments().length
    await restart()
    expect(sandbox().env).toEqual(before.env)
    expect(sandbox().serviceUrl('staging')).toBe(before.url)
    expect(await web().head()).toBe(before.head)
    expect(web().deployments()).toHaveLength(made)
  })
})

describe('sandbox words', () => {
  test('what is not for the sandbox is left alone', async () => {
    expect(await sandbox().command('deploy webapp')).toBeUndefined()
  })

  test('a commit makes the branch, and is green', async () => {
    expect(await say('sandbox commit on header')).toMatch(
      /^[0-9a-f]{7} is on the new branch header of acme\/webapp: ".+"; its checks are green$/,
    )
    expect((await create('header')).status).toBe(201)
  })

  test('a red one is refused by GitHub, with its contexts', async () => {
    expect(await say('sandbox commit red on broken')).toContain('ci/test failed')
    await expect(create('broken')).rejects.toMatchObject({
      status: 409,
      response: {
        data: {
          errors: [
            {
              contexts: [
                { context: 'ci/build', state: 'success' },
                { context: 'ci/test', state: 'failure' },
              ],
            },
          ],
        },
      },
    })
  })

  test('a pending one waits for `sandbox green`', async () => {
    await say('sandbox commit pending on waiting')
    await expect(create('waiting')).rejects.toMatchObject({ status: 409 })
    expect(await say('sandbox green waiting')).toMatch(/^ci\/test passed on waiting \([0-9a-f]{7}\) of acme\/webapp$/)
    expect((await create('waiting')).status).toBe(201)
    expect(await say('sandbox green')).toContain('no check is pending')
  })

  test('a branch that is behind merges cleanly, and its checks run again by themselves', async () => {
    await say('sandbox commit on behind')
    await say('sandbox commit on main')
    expect((await create('behind')).status).toBe(202)
    await expect(create('behind')).rejects.toMatchObject({ status: 409 })
    await say('sandbox green behind')
    expect((await create('behind')).status).toBe(201)
  })

  test('alone it shows branches, checks and what is served', async () => {
    const shown = await say('sandbox')
    expect(shown).toMatch(/^ {4}broken +[0-9a-f]{7} {2}red \(ci\/test\) +The /m)
    expect(shown).toMatch(/^ {4}main +[0-9a-f]{7} {2}green /m)
    expect(shown).toMatch(/^ {4}staging +http:\/\/127\.0\.0\.1:\d+ {2}nothing yet$/m)
    expect(shown).toContain('sandbox commit [red|pending] [slow] on <branch> [in <app>]')
  })

  test.each([
    ['sandbox commit on topic in wepapp', 'the sandbox has no app "wepapp"; did you mean "webapp"?'],
    ['sandbox commit on a..b', 'a..b is no name for a branch; try `sandbox commit on topic`'],
    ['sandbox commit on --force', '--force is no name for a branch; try `sandbox commit on topic`'],
    ['sandbox green nowhere in api', 'acme/api has no nowhere; its branches are main'],
  ])('%s', async (text, answer) => {
    expect(await say(text)).toBe(answer)
  })
})
