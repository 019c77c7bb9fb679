import { expect, test } from '@jest/globals'
import { sharedEngines } from './engines.ts'
import { addressIn } from './program.ts'
import { withGround } from './with-ground.ts'
import { webhookSecret } from './world.ts'

const testMs = 120_000

const alone: string[][] = [[]]
const apart = [['server'], ['worker'], ['chat']]

const setups = [
  { name: 'one process on a directory', processes: alone, open: undefined },
  ...sharedEngines.map(({ name, open }) => ({ name: `three processes on ${name}`, processes: apart, open })),
]

for (const { name, processes, open } of setups) {
  test.concurrent(
    `${name}: piped commands are carried out, told, and end the process`,
    () =>
      withGround(async ({ ground, later, starts }) => {
        const engine = await open?.()
        if (engine) later(() => engine.remove())
        const programs = processes.map((roles) => starts({ ...ground.env, ...engine?.env }, roles))
        const lines = await Promise.all(programs.map((program) => program.ready()))
        const address = addressIn(lines[0] ?? '')
        await ground.github.setWebhook(`${address}/webhooks/github`, webhookSecret)
        ground.github.clearRequests()

        const chat = programs.at(-1)
        chat?.says('deploy web to production because it is time')
        chat?.says('deploy web to staging')
        chat?.leaves()
        expect(await chat?.gone).toBe(0)

        const made = ground.web.deployments()
        expect(made.map(({ environment }) => environment)).toEqual(['production', 'staging'])
        for (const [nth, { id, environment, sha, statuses }] of made.entries()) {
          expect(ground.states(nth)).toEqual(['in_progress', 'success'])
          expect(statuses.map(({ logUrl }) => logUrl)).toEqual(Array(2).fill(`${address}/deployments/${id}`))
          const lines = (await ground.journal()).filter((line) => line.includes(` ${id}`))
          expect(lines).toEqual([`start ${id} web/${environment} ${sha}`, `end ${id}`])
          const what = `#${id} web/main@${sha.slice(0, 7)} to ${environment}`
          expect(chat?.heard()).toMatch(new RegExp(`${what} started[^]*${what} is out`))
        }
        expect(ground.github.requests()).toHaveLength(6)

        for (const program of programs) program.signal('SIGTERM')
        expect(await Promise.all(programs.map(({ gone }) => gone))).toEqual(programs.map(() => 0))
      }),
    testMs,
  )
}

test.concurrent(
  'a second process on the directory of another is refused in a sentence and ends with 1',
  () =>
    withGround(async ({ ground, starts }) => {
      const first = starts(ground.env)
      await first.ready()
      const second = starts(ground.env)
      expect(await second.gone).toBe(1)
      expect(second.heard()).toBe('')
      const said = second
        .logged()
        .split('\n')
        .filter((line) => !line.startsWith('{'))
      expect(said).toEqual([expect.stringMatching(/^slipway: .*\bin use\b/), ''])
      expect(said[0]).toContain(String(first.child.pid))
    }),
  testMs,
)
