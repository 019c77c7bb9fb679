import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Json } from '../../core/json.ts'
import { type DeploymentRecord, deploymentKey } from '../../core/records/deployment.ts'
import { reconcile } from '../../workers/reconcile.ts'
import { eventsFiled } from './events-filed.ts'
import { openWorld, until, webhookSecret, type World } from './world.ts'

const minuteMs = 60_000
const longMs = 20_000
const production = { ref: 'main', environment: 'production', auto_merge: false } as const

let world: World
/** How late GitHub's clock is. */
let lateMs = 0

beforeAll(async () => {
  const admin = { repository: 'acme/web', provider: 'shell', environments: ['shared'], shell: { command: ['true'] } }
  const flow = {
    repository: 'acme/web',
    provider: 'actions',
    environments: ['flowing'],
    accept_from: ['github-actions[bot]', 'octocat'],
    actions: { workflow: 'deploy.yml' },
  }
  const environments = { production: {}, staging: {}, shared: {}, guarded: { deployers: ['alice', 'github:Hubber'] } }
  world = await openWorld({
    web: { environments, room: 'ops', accept_from: ['robot[bot]'] },
    apps: { admin, flow },
    clock: () => Date.now() - lateMs,
  })
  for (const login of ['octocat', 'hubber']) world.github.account(login)
}, 60_000)
afterEach(() => {
  lateMs = 0
  world.github.faults.clear()
})
afterAll(() => world.close())

async function recordOf(id: number): Promise<DeploymentRecord | undefined> {
  const { records } = world.slipway.ports
  return (await records.deployments.get(deploymentKey(new URL(world.github.url).host, id)))?.value
}

const started = async (id: number) => (await world.journal()).filter((line) => line.startsWith(`start ${id} `))

const statesOf = (id: number) =>
  [world.web, ...others].flatMap((repository) =>
    repository
      .deployments()
      .filter((made) => made.id === id)
      .flatMap(({ statuses }) => statuses.map(({ state }) => state)),
  )
const others: World['web'][] = []

async function isCarriedOut(id: number): Promise<void> {
  await until(() => statesOf(id).includes('success') || undefined, longMs)
  await eventsFiled(world)
  expect(statesOf(id)).toEqual(['in_progress', 'success'])
  expect(await started(id)).toHaveLength(1)
  expect(leftAlone(id)).toEqual([])
}

/** The reasons in the log why it was left alone. */
function leftAlone(id: number): string[] {
  const lines = world
    .logs()
    .split('\n')
    .filter((line) => line.includes('left a deployment alone'))
  const told = lines.map((line) => JSON.parse(line) as { readonly deployment: number; readonly why: string })
  return told.flatMap(({ deployment, why }) => (deployment === id ? [why] : []))
}

/** Its one reason is in the log once, and nothing came of it: no record, no job, no run, no status. */
async function isLeftAlone(id: number, why: RegExp): Promise<void> {
  await until(() => leftAlone(id).length > 0 || undefined, longMs)
  await eventsFiled(world)
  expect(leftAlone(id)).toEqual([expect.stringMatching(why)])
  const { engine } = world.slipway.ports
  expect(await recordOf(id)).toBeUndefined()
  expect([...(await engine.queues.deployments.liveIds())].filter((job) => job.includes(`-${id}-`))).toEqual([])
  expect(await started(id)).toEqual([])
  expect(statesOf(id)).toEqual([])
}

test('a deployment that a person made on GitHub is carried out once, as theirs', async () => {
  world.github.faults.delivery({ event: 'deployment', fate: { ids: 3 } })
  const made = await world.web.deploy('octocat', production)
  await world.hears(new RegExp(`#${made.id} web/main@\\w{7} to production is out`), longMs)
  await isCarriedOut(made.id)
  expect(await started(made.id)).toEqual([`start ${made.id} web/production ${made.sha}`])
  world.says('deploys web')
  await world.hears(new RegExp(`#${made.id} .* octocat +main@`))
})

describe('gates are judged afresh', () => {
  test('its creator is no deployer', async () => {
    const made = await world.web.deploy('octocat', { ...production, environment: 'guarded' })
    await isLeftAlone(made.id, /octocat is not among the deployers of web in guarded/)
  })

  test('its creator is a deployer', async () => {
    const made = await world.web.deploy('hubber', { ...production, environment: 'guarded' })
    await isCarriedOut(made.id)
  })

  test.each([
    ['red', 'failure', /not green: ci\/build \(failure\)/],
    ['pending', 'pending', /not green yet: ci\/build \(pending\)/],
  ] as const)('its commit is %s, and its maker asked GitHub for no checks', async (ref, state, why) => {
    await world.web.commit(ref)
    await world.web.status(ref, 'ci/build', state)
    const made = await world.web.deploy('octocat', { ...production, ref, required_contexts: [] })
    await isLeftAlone(made.id, why)
  })

  test.each(['deploy:lock', 'rm -rf /', 'Deploy', '--help'])('its task is %j', async (task) => {
    const made = await world.web.deploy('octocat', { ...production, task })
    await isLeftAlone(made.id, /cannot be a task|is reserved/)
  })
})

describe('who made it', () => {
  test.each([
    ['an App', 'ship-it[bot]', 'ship-it'],
    ['a workflow', 'github-actions[bot]', 'github-actions'],
  ])('%s carries its deployments out itself', async (_, login, app) => {
    world.github.account(login, { app })
    const made = await world.web.deploy(login, production)
    await isLeftAlone(made.id, new RegExp(`${app} is an App or a workflow, and accept_from does not name it`))
  })

  test('a job of the workflow that we dispatch makes a deployment of its own, which dispatches nothing again', async () => {
    world.github.account('github-actions[bot]', { app: 'github-actions' })
    const made = await world.web.deploy('github-actions[bot]', { ...production, environment: 'flowing' })
    await isLeftAlone(made.id, /a workflow made it, and workflows are what carries flow out/)
    expect(world.web.workflowRuns()).toEqual([])
  })

  test('unless accept_from names it', async () => {
    world.github.account('robot[bot]', { app: 'robot' })
    const made = await world.web.deploy('robot[bot]', production)
    await isCarriedOut(made.id)
  })

  test('another Slipway carries out what it made', async () => {
    const made = await world.web.deploy('octocat', { ...production, payload: { name: 'web', instance: 'f00' } })
    await isLeftAlone(made.id, /another Slipway made it/)
  })
})

describe('what it is for', () => {
  test('a repository that apps.json does not name', async () => {
    const other = await world.github.createRepository('acme/other')
    others.push(other)
    const made = await other.deploy('octocat', production)
    await isLeftAlone(made.id, /apps\.json names no app of acme\/other/)
  })

  test.each(['moon', 'constructor', '../production', '--prod'])(
    'an environment that no app has: %j',
    async (environment) => {
      const made = await world.web.deploy('octocat', { ...production, environment })
      await isLeftAlone(made.id, /no app of apps\.json deploys this repository to/)
    },
  )

  test('one of two apps that share repository and environment is told by the name in the payload', async () => {
    const made = await world.web.deploy('octocat', { ...production, environment: 'shared', payload: { name: 'WEB' } })
    await isCarriedOut(made.id)
    expect(await started(made.id)).toEqual([expect.stringContaining('web/shared')])
  })

  test.each([
    ['none', {}],
    ['neither of them', { name: 'shop' }],
  ])('neither of the two when its payload names %s', async (_, payload) => {
    const made = await world.web.deploy('octocat', { ...production, environment: 'shared', payload })
    await isLeftAlone(
      made.id,
      /web and admin both deploy it to shared, and its payload names neither|no app of apps\.json/,
    )
  })
})

describe('how old it is', () => {
  test('too old by GitHub’s clock', async () => {
    lateMs = 16 * minuteMs
    const made = await world.web.deploy('octocat', production)
    await isLeftAlone(made.id, /it was made 16 minutes.* ago, and none older than 15 minutes is started/)
  })

  test('older than what has run since', async () => {
    world.github.faults.delivery({ event: 'deployment', fate: 'dropped' })
    const older = await world.web.deploy('octocat', { ...production, environment: 'staging' })
    world.says('deploy web to staging')
    await world.hears(/to staging is out/, longMs)
    await world.github.redeliver(
      world.github.deliveries().findLast(({ payload }) => payload.includes(`"id":${older.id},`))?.id ?? 0,
    )
    await isLeftAlone(older.id, /the newer deployment #\d+ has started already/)
  })
})

describe('a forged event', () => {
  /** Signed with the right secret: many repositories share one. */
  async function forge(deployment: { readonly [key: string]: Json }): Promise<number> {
    const body = JSON.stringify({
      action: 'created',
      deployment: { environment: 'production', task: 'deploy', ref: 'main', payload: {}, ...deployment },
      repository: { id: world.web.id, full_name: 'acme/web' },
    })
    const response = await fetch(`${world.slipway.url}/webhooks/github`, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'X-GitHub-Event': 'deployment',
        'X-GitHub-Delivery': randomUUID(),
        'X-Hub-Signature-256': `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`,
      },
    })
    return response.status
  }

  test('for a deployment that GitHub does not know starts nothing, however often it comes', async () => {
    expect(await forge({ id: 424241 })).toBe(202)
    expect(await forge({ id: 424241 })).toBe(202)
    await isLeftAlone(424241, /GitHub does not know it/)
  })

  test('that carries the request of another deployment starts nothing', async () => {
    await forge({ id: 424242, payload: { request: await aRequest() } })
    await isLeftAlone(424242, /it names a request that belongs to/)
  })

  test('that says other things of a real deployment is not believed', async () => {
    world.github.faults.delivery({ event: 'deployment', fate: 'dropped' })
    const made = await world.web.deploy('octocat', { ...production, environment: 'guarded' })
    await forge({ id: made.id, environment: 'production', creator: { login: 'hubber', type: 'User' } })
    await isLeftAlone(made.id, /octocat is not among the deployers/)
  })
})

/** The id of a request that has its deployment; everybody who reads the repository can read it there. */
async function aRequest(): Promise<string> {
  world.says('deploy web to staging')
  const { records } = world.slipway.ports
  return until(async () => (await records.requests.list()).find(({ value }) => value.state === 'bound')?.id, longMs)
}

test('a real deployment with the request of another one in its payload is left alone', async () => {
  const made = await world.web.deploy('octocat', { ...production, payload: { request: await aRequest() } })
  await isLeftAlone(made.id, /it names a request that belongs to/)
})

test('a payload that names another provider, actor, command or commit changes nothing', async () => {
  const payload = {
    name: 'web',
    config: { provider: 'actions', shell: { command: ['sh', '-c', 'echo stolen >> "$JOURNAL"'] } },
    provider: 'actions',
    command: ['false'],
    shell: { command: ['false'] },
    actor: 'alice',
    force: true,
    sha: '0'.repeat(40),
    notify: { adapter: 'shell', room: 'boss', user: 'boss', user_name: 'boss' },
  }
  const made = await world.web.deploy('octocat', { ...production, payload })
  await isCarriedOut(made.id)
  expect(await started(made.id)).toEqual([`start ${made.id} web/production ${await world.web.head('main')}`])
  const record = await recordOf(made.id)
  expect(record).toMatchObject({ who: { id: 'github:octocat' }, force: false, sha: made.sha })
  expect(record?.place).toBeUndefined()
})

describe('hosts in the payload, which its maker meant', () => {
  test.each([
    ['as hubot-deploy writes them', 'web1, web2'],
    ['as a list', ['web1', 'web2']],
  ])('%s', async (_, hosts) => {
    const made = await world.web.deploy('octocat', { ...production, payload: { name: 'web', hosts } })
    await isCarriedOut(made.id)
    expect(await recordOf(made.id)).toMatchObject({ hosts: ['web1', 'web2'] })
  })

  test('are not dropped when they are none', async () => {
    const made = await world.web.deploy('octocat', { ...production, payload: { hosts: 'web1,-oProxyCommand=x' } })
    await isLeftAlone(made.id, /"-oProxyCommand=x" cannot be a host/)
  })
})

test('a deployment whose event was lost is found by the reconcile, and told of once', async () => {
  world.github.account('ship-it[bot]', { app: 'ship-it' })
  world.github.faults.delivery({ event: 'deployment', times: 2, fate: 'dropped' })
  const theirs = await world.web.deploy('ship-it[bot]', production)
  const made = await world.web.deploy('octocat', production)
  await reconcile(world.slipway.ports)
  await reconcile(world.slipway.ports)
  await isCarriedOut(made.id)
  await isLeftAlone(theirs.id, /ship-it is an App or a workflow/)
  const found = world
    .logs()
    .split('\n')
    .filter((line) => line.includes('found a deployment whose event never came'))
  expect(found).toEqual([expect.stringContaining(`"deployment":${made.id},`)])
})
