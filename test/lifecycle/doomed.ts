import type { Engine, Queue } from '../../core/engine/engine.ts'
import type { GitHub } from '../../core/github/github.ts'

/** What a dead process would never have learned, so nothing may come of it. */
class Killed extends Error {
  override readonly name = 'Killed'
}

/** An engine and a GitHub as seen by a process that dies. */
export interface Doomed {
  readonly engine: Engine
  readonly github: GitHub
  readonly isDead: () => boolean
  /** Dies now. */
  readonly kill: () => void
  /** Resolves when nothing tries any more to do what the dead cannot. */
  readonly atRest: () => Promise<unknown>
  /** The writes that were done, in words; the process died after the last of them. */
  readonly written: readonly string[]
}

/**
 * A process that is killed after so many writes to the engine and to GitHub: the next one is not done, and from then on
 * every call rejects, also those whose answer is still on its way.
 */
export function doomed(engine: Engine, github: GitHub, writes: number): Doomed {
  const written: string[] = []
  const jobs = new Set<Promise<void>>()
  let dead = false
  let tellDeath = () => {}
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve
  })

  function kill(): void {
    dead = true
    tellDeath()
  }

  async function alive<T>(work: () => Promise<T>): Promise<T> {
    if (dead) throw new Killed('the process is dead')
    const answer = await work()
    if (dead) throw new Killed('the process died before the answer came')
    return answer
  }

  async function write<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (written.length === writes) kill()
    if (!dead) written.push(what)
    return alive(work)
  }

  /** The queue learns of the death at once, as it does by the lost lock of a job. */
  function atWork(job: Promise<void>): Promise<void> {
    jobs.add(job)
    const killed = death.then(() => Promise.reject(new Killed('the process died with the job')))
    return Promise.race([job, killed])
  }

  const { store } = engine
  const { sorted, logs } = store
  const queue = (name: string, real: Queue): Queue => ({
    add: (id, data, options) => write(`add ${id} to ${name}`, () => real.add(id, data, options)),
    liveIds: () => alive(() => real.liveIds()),
    work: (handler, options) => real.work((job) => atWork(alive(() => handler(job))), options),
  })

  return {
    isDead: () => dead,
    kill,
    atRest: () => Promise.allSettled(jobs),
    written,
    engine: {
      kind: engine.kind,
      store: {
        get: (key) => alive(() => store.get(key)),
        list: (prefix, options) => alive(() => store.list(prefix, options)),
        put: (key, value, options) => write(`put ${key}`, () => store.put(key, value, options)),
        delete: (key, options) => write(`delete ${key}`, () => store.delete(key, options)),
        sorted: {
          range: (set, options) => alive(() => sorted.range(set, options)),
          add: (set, member, score) => write(`add to ${set}`, () => sorted.add(set, member, score)),
          remove: (set, member) => write(`remove from ${set}`, () => sorted.remove(set, member)),
        },
        logs: {
          read: (log, offset, limit) => alive(() => logs.read(log, offset, limit)),
          size: (log) => alive(() => logs.size(log)),
          append: (log, offset, text) => write(`append to ${log}`, () => logs.append(log, offset, text)),
          delete: (log) => write(`delete ${log}`, () => logs.delete(log)),
        },
      },
      queues: {
        events: queue('events', engine.queues.events),
        deployments: queue('deployments', engine.queues.deployments),
        chat: queue('chat', engine.queues.chat),
      },
      ping: () => alive(() => engine.ping()),
      warnings: () => alive(() => engine.warnings()),
      close: async () => {},
    },
    github: {
      host: github.host,
      serverUrl: github.serverUrl,
      createDeployment: (repository, body) =>
        write('create the deployment', () => github.createDeployment(repository, body)),
      createStatus: (repository, id, body) =>
        write(`post ${body.state}`, () => github.createStatus(repository, id, body)),
      deployment: (...asked) => alive(() => github.deployment(...asked)),
      deployments: (...asked) => alive(() => github.deployments(...asked)),
      statuses: (...asked) => alive(() => github.statuses(...asked)),
      branchHead: (...asked) => alive(() => github.branchHead(...asked)),
      commit: (...asked) => alive(() => github.commit(...asked)),
      checks: (...asked) => alive(() => github.checks(...asked)),
      repository: (...asked) => alive(() => github.repository(...asked)),
      glance: (...asked) => alive(() => github.glance(...asked)),
      workflows: {
        dispatch: (...asked) => write('dispatch', () => github.workflows.dispatch(...asked)),
        cancel: (...asked) => write('cancel the run', () => github.workflows.cancel(...asked)),
        dispatched: (...asked) => alive(() => github.workflows.dispatched(...asked)),
        run: (...asked) => alive(() => github.workflows.run(...asked)),
        jobs: (...asked) => alive(() => github.workflows.jobs(...asked)),
        login: (...asked) => alive(() => github.workflows.login(...asked)),
      },
      archive: (...asked) => alive(() => github.archive(...asked)),
      isInTeam: (...asked) => alive(() => github.isInTeam(...asked)),
      ships: (...asked) => alive(() => github.ships(...asked)),
      cloneToken: (...asked) => alive(() => github.cloneToken(...asked)),
    },
  }
}
