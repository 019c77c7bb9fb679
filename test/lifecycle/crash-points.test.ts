import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { type Doomed, doomed } from './doomed.ts'
import { openStage, type Stage } from './stage.ts'
import { until } from './world.ts'

const testMs = 120_000
const finals = ['success', 'failure', 'error', 'inactive']
const nothing = { active: 0, open: 0, lane: 0, jobs: 0, waits: 0 }

let stage: Stage
const dead: Doomed[] = []
let closing: (() => Promise<void>) | undefined
afterEach(async () => {
  await closing?.()
  closing = undefined
})
beforeAll(async () => {
  stage = await openStage()
}, 60_000)
afterAll(async () => {
  await Promise.all(dead.map((process) => process.atRest()))
  await stage.close()
}, 60_000)

function dies(afterWrites: number): Doomed {
  const process = doomed(stage.engine, stage.github, afterWrites)
  dead.push(process)
  return process
}

interface Story {
  readonly name: string
  readonly deployments: number
  /** Commands, as somebody types them; the number makes the story its own. */
  readonly commands: (nth: string) => readonly string[]
  /** Before the commands, and when they are said. */
  readonly before?: (nth: string) => Promise<void>
  readonly after?: (nth: string) => Promise<void>
  /** True once a worker has written what sets this story apart from the first one. */
  readonly goesOnAsUsual?: (written: readonly string[]) => boolean
}

const stories: readonly Story[] = [
  { name: 'a deploy', deployments: 1, commands: () => ['deploy web to production'] },
  {
    name: 'two deploys to one target',
    deployments: 2,
    commands: () => ['deploy web to production', 'deploy web to production because it is the second'],
  },
  {
    name: 'a deploy that waits for green',
    deployments: 1,
    commands: (nth) => [`deploy web/${nth} to production`],
    async before(nth) {
      await stage.ground.web.commit(nth)
      await stage.ground.web.status(nth, 'ci/build', 'pending')
    },
    after: (nth) => stage.ground.web.status(nth, 'ci/build', 'success'),
    // Claimed, and started.
    goesOnAsUsual: (written) => written.filter((write) => write.startsWith('put waits/')).length > 1,
  },
]

/** What is left of the story, and all that the world can see of its deployments. */
async function seen(first: number) {
  await until(async () => (await stage.engine.queues.chat.liveIds()).size === 0 || undefined)
  const made = stage.ground.web.deployments().slice(first)
  return {
    left: await stage.leftovers(),
    deployments: made.map(({ id, statuses }) => {
      const states = statuses.map(({ state }) => state)
      const told = stage.told.filter((title) => title.startsWith(`#${id} `))
      return {
        ranTwice: stage.runs.filter((run) => run === id).length > 1,
        begun: states.filter((state) => state === 'in_progress').length,
        ended: states.filter((state) => finals.includes(state)).length,
        endedLast: finals.includes(states.at(-1) ?? ''),
        toldTwice: told.length !== new Set(told).size,
        startTold: told.some((title) => title.endsWith(' started')),
        endTold: told.some((title) => /is out|did not run to its end/.test(title)),
      }
    }),
  }
}

const asItShouldBe = (deployments: number) => ({
  left: nothing,
  deployments: Array(deployments).fill({
    ranTwice: false,
    begun: 1,
    ended: 1,
    endedLast: true,
    toldTwice: false,
    startTold: true,
    endTold: true,
  }),
})

test.each(stories)(
  'a worker dies between any two writes of $name: one run at most, one final status, a free target',
  async ({ commands, deployments, before, after, goesOnAsUsual }) => {
    for (let writes = 0, completed = false; !completed; writes++) {
      const nth = `worker-${deployments}-${writes}`
      const first = stage.ground.web.deployments().length
      await before?.(nth)
      for (const command of commands(nth)) await stage.says(command, nth + command, stage.ports())
      await stage.ground.github.settled()
      const dying = dies(writes)
      const worker = await stage.startWorker(stage.ports(dying))
      await after?.(nth)
      const isOver = () => stage.ground.states(first + deployments - 1).some((state) => finals.includes(state))
      await until(() => dying.isDead() || isOver() || undefined)
      await worker.close()
      completed = !dying.isDead() || goesOnAsUsual?.(dying.written) === true
      await rescued()
      const point = `${writes}: ${dying.written.at(-1) ?? 'the start'}`
      expect({ point, ...(await seen(first)) }).toEqual({ point, ...asItShouldBe(deployments) })
    }
  },
  testMs,
)

test(
  'a worker dies in a run, and another between any two writes of ending it: it ends as interrupted, once',
  async () => {
    for (let writes = 0, completed = false; !completed; writes++) {
      const first = stage.ground.web.deployments().length
      await stage.says('deploy web to production', `rescue-${writes}`, stage.ports())
      await stage.ground.github.settled()
      const inItsRun = dies(Number.POSITIVE_INFINITY)
      stage.duringRun(() => inItsRun.kill())
      const worker = await stage.startWorker(stage.ports(inItsRun))
      await until(() => inItsRun.isDead() || undefined)
      await worker.close()
      await stage.leaseRunsOut()

      const dying = dies(writes)
      const rescuer = await stage.startWorker(stage.ports(dying))
      await stage.recover(rescuer).catch((error: unknown) => {
        if (!dying.isDead()) throw error
      })
      await rescuer.close()
      completed = !dying.isDead()
      await rescued()
      const point = `${writes}: ${dying.written.at(-1) ?? 'the start'}`
      expect({ point, ...(await seen(first)) }).toEqual({ point, ...asItShouldBe(1) })
      expect(stage.ground.states(first)).toEqual(['in_progress', 'error'])
    }
  },
  testMs,
)

test.each(stories.filter(({ deployments }) => deployments === 1))(
  'chat dies between any two writes of $name: it is carried out once, or comes again as if never heard',
  async ({ commands, deployments, before, after }) => {
    const worker = await stage.startWorker(stage.ports())
    closing = () => worker.close()
    for (let writes = 0, completed = false; !completed; writes++) {
      const nth = `chat-${deployments}-${writes}`
      const first = stage.ground.web.deployments().length
      await before?.(nth)
      const chat = dies(writes)
      for (const command of commands(nth)) await stage.says(command, nth + command, stage.ports(chat))
      completed = !chat.isDead()
      await after?.(nth)
      await stage.ground.github.settled()
      await stage.recover(worker)
      for (const command of commands(nth)) await stage.saysAgainLater(command, nth + command)
      await stage.ground.github.settled()
      await stage.recover(worker)
      const point = `${writes}: ${chat.written.at(-1) ?? 'the start'}`
      expect({ point, ...(await seen(first)) }).toEqual({ point, ...asItShouldBe(deployments) })
    }
  },
  testMs,
)

/** Fifteen seconds later somebody else is there. */
async function rescued(): Promise<void> {
  await stage.leaseRunsOut()
  const rescuer = await stage.startWorker(stage.ports())
  await stage.recover(rescuer)
  await rescuer.close()
}
