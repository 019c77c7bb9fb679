import { openEngine } from '../../../core/engine/open.ts'

// Run as a process of its own by child.ts: options of the engine as JSON, then what to do with it.
const [options = '{}', task] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

const engine = await openEngine(JSON.parse(options))

switch (task) {
  // Says the number of each put and added job only after the engine has acknowledged it.
  case 'write':
    for (let n = 0; ; n++) {
      await engine.store.put(`killed/${String(n).padStart(6, '0')}`, n)
      await engine.queues.events.add(`killed-${n}`, n)
      say(String(n))
    }

  // Takes one job of each queue and never ends it.
  case 'hang':
    await engine.queues.events.add('e', 1)
    await engine.queues.deployments.add('d', 1)
    for (const queue of [engine.queues.events, engine.queues.deployments]) {
      await queue.work(
        async ({ id }) => {
          say(id)
          await new Promise(() => setInterval(() => {}, 1_000))
        },
        { concurrency: 1 },
      )
    }
    break

  default:
    say('open')
    setInterval(() => {}, 1_000)
}
