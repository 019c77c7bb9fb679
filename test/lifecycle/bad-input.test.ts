import { createHmac, randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { askApi } from './ask-api.ts'
import { eventsFiled } from './events-filed.ts'
import { openWorld, until, webhookSecret, type World } from './world.ts'

const longMs = 20_000

let world: World
beforeAll(async () => {
  const shell = { command: ['true'] }
  world = await openWorld({
    env: { HUBOT_DEPLOY_DEFAULT_ENVIRONMENT: '' },
    apps: {
      many: { repository: 'acme/web', provider: 'shell', environments: ['qa', 'staging'], shell },
      elsewhere: {
        repository: 'acme/web',
        provider: 'shell',
        environments: ['qa2'],
        allowed_rooms: ['war-room'],
        shell,
      },
      theirs: { repository: 'acme/web', provider: 'shell', environments: ['qa3'], deployers: ['bob'], shell },
      second: { repository: 'acme/second', provider: 'shell', environments: ['production'], shell },
      gone: { repository: 'acme/gone', provider: 'shell', environments: ['production'], shell },
      broken: { repository: 'not a repository', provider: 'shell', environments: ['production'], shell },
      heavenly: { repository: 'acme/web', provider: 'fabric', environments: ['qa4'] },
    },
  })
}, 60_000)
afterEach(() => world.github.faults.clear())
afterAll(() => world.close())

/** No deployment on GitHub, no job, no request that goes on, no wait. */
async function nothingStarted(): Promise<void> {
  const { engine, records } = world.slipway.ports
  expect(world.web.deployments()).toEqual([])
  expect([...(await engine.queues.deployments.liveIds())]).toEqual([])
  expect(await engine.store.sorted.range('open')).toEqual([])
  expect(await engine.store.sorted.range('active')).toEqual([])
  expect(await records.waits.list()).toEqual([])
}

describe('what is typed: the same code and text in chat and over HTTP, and nothing starts', () => {
  test.each([
    // text                                     status  code                 says
    ['deploy heavenl to production', 404, 'unknown-app', 'never heard of "heavenl"; did you mean "heavenly"'],
    ['deploy constructor to production', 404, 'unknown-app', 'never heard of "constructor"'],
    ['deploy broken to production', 422, 'app-broken', 'broken is broken in apps.json'],
    ['deploy heavenly to qa4', 422, 'provider-unknown', 'there is no provider "fabric" here'],
    ['deploy web to prodution', 404, 'unknown-environment', 'no environment "prodution"; did you mean "production"'],
    ['deploy many', 400, 'environment-needed', 'name one: qa and staging'],
    ['deploy elsewhere to qa2', 403, 'room-not-allowed', 'ask in war-room'],
    ['deploy theirs to qa3', 403, 'not-a-deployer', 'ask bob'],
    ['deploy -rf to production', 400, 'not-an-app', '"-rf" cannot be the name of an app'],
    [
      'deploy web/--upload-pack=x to production',
      400,
      'not-a-ref',
      '"--upload-pack=x" cannot be a branch, tag or commit',
    ],
    ['deploy web/a..b to production', 400, 'not-a-ref', '"a..b" cannot be'],
    ['deploy web/$(id) to production', 400, 'not-a-ref', '"$(id)" cannot be'],
    ['deploy web/main;id to production', 400, 'not-a-ref', '"main;id" cannot be'],
    ['deploy web/main to --prod', 400, 'not-an-environment', '"--prod" cannot be the name of an environment'],
    ['deploy web to production/-oProxyCommand=x', 400, 'not-a-host', '"-oProxyCommand=x" cannot be a host'],
    ['deploy:Lock web to production', 400, 'reserved-task', 'reserved'],
    ['deploy:-x web to production', 400, 'not-a-task', 'cannot be a task'],
    ['deploy web/nowhere to production', 422, 'no-ref', 'acme/web has no branch, tag or commit "nowhere"'],
    ['deploy gone to production', 502, 'not-found', 'acme/gone'],
    ['deploy web staging', 400, 'not-a-command', 'did you mean `deploy web to staging`'],
    ['deploy web to', 400, 'not-a-command', 'no environment is named'],
    ['deploy', 400, 'not-a-command', 'no app is named'],
    ['deploy web to production/a,', 400, 'not-a-command', 'a comma too many'],
    ['deply web', 400, 'not-a-command', 'did you mean `deploy web`?'],
    ['good morning', 400, 'not-a-command', '"good" is not a command'],
    ['deploys heavenl', 404, 'unknown-app', 'did you mean "heavenly"'],
    ['where can i deploy heavenl', 404, 'unknown-app', 'did you mean "heavenly"'],
    ['retry', 404, 'nothing-to-retry', 'nothing has been deployed here'],
    ['cancel', 404, 'nothing-to-cancel', 'nothing of yours is running or waiting here'],
    ['cancel #77', 404, 'no-such-deployment', 'there is no deployment #77 here'],
    ['logs #77', 404, 'no-such-deployment', 'there is no deployment #77 here'],
    ['retry #0x10', 400, 'not-a-command', 'wants the number of a deployment'],
    ['rollback web in production', 404, 'nothing-to-roll-back', 'nothing is known that ran well'],
    ['freeze web because of a sale', 501, 'not-in-this-version', 'not available in this version'],
  ])('%s', async (text, status, code, says) => {
    const answer = await askApi(world, text)
    expect(answer).toMatchObject({ ok: false, status, code })
    expect(answer.text).toContain(says)
    expect(answer.text.split('\n').length).toBeGreaterThan(1)
    world.says(text)
    await until(() => world.heard().includes(`${answer.text.replace('local', 'alice')}\n`) || undefined, longMs).catch(
      () => {
        throw new Error(`the API says\n${answer.text}\nand chat says\n${world.heard()}`)
      },
    )
    await nothingStarted()
  })
})

describe('what GitHub answers is told apart, and nothing stays behind', () => {
  test.each([
    [{ status: 401, body: { message: 'Bad credentials' } }, 502, 'bad-credentials', 'set a valid GITHUB_TOKEN'],
    [{ status: 403, body: { message: 'Resource not accessible' } }, 502, 'forbidden', 'repo_deployment'],
    [{ status: 404, body: { message: 'Not Found' } }, 502, 'not-found', 'GitHub shows us no repository acme/web'],
    [{ status: 422, body: { message: 'Validation Failed' } }, 422, 'invalid', 'Validation Failed'],
    [
      { status: 429, headers: { 'retry-after': '1' } },
      503,
      'limited',
      'GitHub limits our requests for another 1 second',
    ],
  ])('%j', async (answers, status, code, says) => {
    world.github.faults.nextCreate({ answers })
    const answer = await askApi(world, 'deploy web to production')
    expect(answer).toMatchObject({ ok: false, status, code })
    expect(answer.text).toContain(says)
    await nothingStarted()
  })

  test('a merge that does not apply', async () => {
    await world.web.commit('clash', { files: { 'a.txt': 'one' } })
    await world.web.commit('main', { files: { 'a.txt': 'two' } })
    const answer = await askApi(world, 'deploy web/clash to production')
    expect(answer).toMatchObject({ ok: false, status: 409, code: 'conflict' })
    expect(answer.text).toMatch(/Conflict merging main into clash[^]*merge it by hand and push, or use `deploy!`/)
    await nothingStarted()
  })

  test('red checks are named, the green ones are not, and the way past them is', async () => {
    await world.web.commit('red')
    await world.web.status('red', 'ci/build', 'success')
    await world.web.status('red', 'ci/test', 'failure')
    await world.web.status('red', 'ci/lint', 'pending')
    const answer = await askApi(world, 'deploy web/red to production')
    expect(answer).toMatchObject({ ok: false, status: 409, code: 'checks-failed' })
    expect(answer.text).toBe(
      'web/red to production: not green: ci/test (failure) and ci/lint (pending)\n  push a fix, or use `deploy!` if you must',
    )
    await nothingStarted()
  })
})

describe('apps.json while it runs', () => {
  test('an edit that is broken is told in the log and in chat, and the last good one stays; a good one is taken', async () => {
    const file = join(world.dir, 'apps.json')
    const good = await readFile(file, 'utf8')
    const edit = async (text: string) => {
      await writeFile(`${file}.new`, text)
      await rename(`${file}.new`, file)
    }
    const before = await askApi(world, 'apps')
    await edit(good.slice(0, -2))
    await until(
      () => world.logs().includes('apps.json is broken; the last good one stays in force') || undefined,
      longMs,
    )
    const [title, told, ...table] = (await askApi(world, 'apps')).text.split('\n')
    expect([title, ...table]).toEqual(before.text.split('\n'))
    expect(told).toMatch(/the last edit of apps.json is broken: line 1, column \d+ .*; what was there before it stays/)
    await edit(good.replace('"theirs"', '"ours"'))
    await until(() => world.logs().includes('apps.json has changed and is read again') || undefined, longMs)
    expect((await askApi(world, 'apps')).text).toContain('ours')
    expect((await askApi(world, 'deploy theirs to qa3')).code).toBe('unknown-app')
    await nothingStarted()
  })
})

describe('what comes as a webhook', () => {
  const body = JSON.stringify({
    action: 'created',
    deployment: { id: 1 },
    repository: { id: 1, full_name: 'acme/web' },
  })
  const sign = (text: string, secret = webhookSecret) =>
    `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`

  async function send(text: string, headers: { readonly [name: string]: string } = {}): Promise<number> {
    const response = await fetch(`${world.slipway.url}/webhooks/github`, {
      method: 'POST',
      body: text,
      headers: {
        'Content-Type': 'application/json',
        'X-GitHub-Event': 'deployment',
        'X-GitHub-Delivery': randomUUID(),
        'X-Hub-Signature-256': sign(text),
        ...headers,
      },
    })
    return response.status
  }

  test.each<[string, string, { readonly [name: string]: string }, number]>([
    ['wrongly signed', body, { 'X-Hub-Signature-256': sign(body, 'another secret') }, 401],
    ['not signed', body, { 'X-Hub-Signature-256': '' }, 401],
    ['signed over other bytes', `${body} `, { 'X-Hub-Signature-256': sign(body) }, 401],
    ['empty', '', {}, 400],
    ['not JSON', '<html>', {}, 400],
    ['a list', '[]', {}, 400],
    ['without an event', body, { 'X-GitHub-Event': '' }, 400],
    ['with a path as its id', body, { 'X-GitHub-Delivery': '../../x' }, 400],
    ['of an event we do not know', body, { 'X-GitHub-Event': 'star' }, 200],
    ['a ping', '{"zen":"x"}', { 'X-GitHub-Event': 'ping' }, 200],
  ])('%s: nothing is stored', async (_, text, headers, status) => {
    const stored = () => world.logs().split('stored a delivery').length
    const before = stored()
    expect(await send(text, headers)).toBe(status)
    expect(stored()).toBe(before)
  })

  test('an event that is not shaped like GitHub’s is dropped with a word, and the next one is taken', async () => {
    for (const event of ['deployment', 'deployment_status', 'push', 'repository', 'status', 'check_run', 'check_suite'])
      expect(await send('{"repository":{"full_name":7}}', { 'X-GitHub-Event': event })).toBe(202)
    await eventsFiled(world)
    expect(world.logs().match(/an event does not look like GitHub’s; it is dropped/g)).toHaveLength(7)
    await nothingStarted()
  })

  test('larger than GitHub sends them', async () => {
    const { port } = new URL(world.slipway.url ?? '')
    const status = await new Promise((resolve, reject) => {
      const headers = { 'Content-Length': 26 * 1024 * 1024, 'X-Hub-Signature-256': sign('') }
      const sending = httpRequest({ port, method: 'POST', path: '/webhooks/github', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
        sending.destroy()
      })
      sending.on('error', reject)
      sending.write('{')
    })
    expect(status).toBe(413)
  })

  test('the same again', async () => {
    const id = randomUUID()
    const star = JSON.stringify({ sha: '0'.repeat(40), state: 'success', repository: { id: 1, full_name: 'acme/web' } })
    const headers = { 'X-GitHub-Event': 'status', 'X-GitHub-Delivery': id }
    expect(await send(star, headers)).toBe(202)
    expect(await send(star, headers)).toBe(200)
    await eventsFiled(world)
    await nothingStarted()
  })
})

describe('what GitHub answers by halves comes to one deployment', () => {
  const deployed = (environment: string) =>
    world.web.deployments().filter((made) => made.environment === environment).length

  async function pagesTwice(): Promise<void> {
    world.github.faults.request({ method: 'POST', path: /web\/deployments$/, times: 2, answers: 'html' })
    world.says('deploy web to staging')
    await world.hears(
      /web\/main to staging: GitHub gave no clear answer, so it may or may not have made the deployment\n +it is looked for/,
      longMs,
    )
    expect(deployed('staging')).toBe(0)
    const { records, now } = world.slipway.ports
    const [unclear] = (await records.requests.list()).filter(
      ({ value }) => value.state === 'unclear' && value.app === 'web',
    )
    await records.requests.update(unclear?.id ?? '', (request) => ({ ...request, sentAt: now() - 31_000 }))
    await world.hears(/to staging is out/, longMs)
    expect(deployed('staging')).toBe(1)
  }

  async function silence(): Promise<void> {
    const second = await world.github.createRepository('acme/second')
    world.github.faults.request({ method: 'POST', path: /second\/deployments$/, answers: 'silence' })
    expect(await askApi(world, 'deploy second to production')).toMatchObject({ ok: true, code: 'created' })
    expect(second.deployments()).toHaveLength(1)
  }

  // Both take long, for we are patient with GitHub.
  test('a page of a load balancer twice, and nothing at all', async () => {
    await Promise.all([pagesTwice(), silence()])
  })

  test('a tag that GitHub would merge into is posted once more, as it is', async () => {
    const old = await world.web.head('main')
    await world.web.tag('v1', 'main')
    await world.web.commit('main')
    const before = deployed('production')
    expect(await askApi(world, 'deploy web/v1 to production')).toMatchObject({ ok: true, code: 'created' })
    expect(deployed('production')).toBe(before + 1)
    expect(world.latest()?.sha).toBe(old)
  })
})

test('a GitHub that is not there', async () => {
  await world.github.close()
  const answer = await askApi(world, 'deploy web to production')
  expect(answer).toMatchObject({ ok: false, status: 503, code: 'unreachable' })
  expect(answer.text).toMatch(/GitHub cannot be reached[^]*nothing was started; try again in a minute/)
  expect(answer.text).not.toContain(world.github.token)
})
