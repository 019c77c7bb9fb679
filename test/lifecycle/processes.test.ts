import { afterEach, expect, test } from '@jest/globals'
import { type OwnEngine, sharedEngines } from './engines.ts'
import { type Ground, layGround } from './ground.ts'
import { addressIn, type Program, startProgram } from './program.ts'
import { webhookSecret } from './world.ts'

const testMs = 120_000

let ground: Ground
let engine: OwnEngine | undefined
let programs: Program[] = []

afterEach(async () => {
  for (const program of programs) program.signal('SIGKILL')
  await Promise.all(programs.map(({ gone }) => gone))
  programs = []
  await engine?.remove()
  engine = undefined
  await ground.close()
})

const setups = [
  { name: 'one process on a directory', processes: [[]] as string[][], open: async () => undefined },
  ...sharedEngines.map(({ name, open }) => ({
    name: `chat, server and worker as three processes on ${name}`,
    processes: [['server'], ['worker'], ['chat']],
    open,
  })),
]

test.each(setups)(
  '$name: piped commands are carried out, told, and end the process',
  async ({ processes, open }) => {
    ground = await layGround()
    engine = await open()
    const env = { ...ground.env, ...engine?.env }
    programs = processes.map((roles) => startProgram(env, roles))
    const lines = await Promise.all(programs.map((program) => program.ready()))
    const server = addressIn(lines[0] ?? '')
    await ground.github.setWebhook(`${server}/webhooks/github`, webhookSecret)
    ground.github.clearRequests()

    const chat = programs.at(-1)
    chat?.says('deploy web to production because it is time')
    chat?.says('deploy web to staging')
    chat?.leaves()
    expect(await chat?.gone).toBe(0)

    const [first, second] = ground.web.deployments()
    expect(ground.web.deployments()).toHaveLength(2)
    expect([ground.states(0), ground.states(1)]).toEqual([
      ['in_progress', 'success'],
      ['in_progress', 'success'],
    ])
    expect((await ground.journal()).toSorted()).toEqual(
      [
        `start ${first?.id} web/production ${first?.sha}`,
        `end ${first?.id}`,
        `start ${second?.id} web/staging ${second?.sha}`,
        `end ${second?.id}`,
      ].toSorted(),
    )
    expect(ground.github.requests()).toHaveLength(6)
    expect(first?.statuses.map(({ logUrl }) => logUrl)).toEqual(Array(2).fill(`${server}/deployments/${first?.id}`))
    for (const environment of ['production', 'staging'])
      expect(chat?.heard()).toMatch(
        new RegExp(`#\\d+ web/main@\\w{7} to ${environment} started[^]*#\\d+ web/main@\\w{7} to ${environment} is out`),
      )

    for (const program of programs) program.signal('SIGTERM')
    expect(await Promise.all(programs.map(({ gone }) => gone))).toEqual(programs.map(() => 0))
  },
  testMs,
)

test(
  'a second process on the directory of another is refused in a sentence and ends with 1',
  async () => {
    ground = await layGround()
    const first = startProgram(ground.env)
    programs.push(first)
    await first.ready()
    const second = startProgram(ground.env)
    programs.push(second)
    expect(await second.gone).toBe(1)
    expect(second.heard()).toBe('')
    expect(second.logged()).toMatch(/^slipway: .*(in use|belongs|another).*\n/m)
    expect(second.logged()).not.toMatch(/^\s+at /m)
    expect(second.logged()).toContain(String(first.child.pid))
  },
  testMs,
)
