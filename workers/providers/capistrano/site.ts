import type { Asking, Ended, Job, Place, StopReason } from '../provider.ts'
import type { Program } from './bundle.ts'
import { cap2Arguments, cap2Variables, capArguments } from './cap-arguments.ts'
import { causeIn, causeLines } from './cause.ts'
import { Halt } from './halt.ts'
import type { Machine, MachineRun } from './machine.ts'
import { type Seen, seen } from './seen.ts'
import type { Settings } from './settings.ts'
import { Stopped } from './stopped.ts'

/** What cap is started for. */
export interface Visit {
  readonly place: Place
  readonly settings: Settings
  readonly context: Asking
  /** Without it, what is asked is asked in a tree of the default branch. */
  readonly job?: Job
}

export interface CapOptions {
  /** Instead of those that were asked for. */
  readonly hosts?: readonly string[]
  readonly env?: { readonly [name: string]: string }
}

/** `lines` are the last of its output. */
export interface CapEnded extends Ended {
  readonly lines: readonly string[]
}

export interface Question {
  /** Releases of hosts that are asked about. */
  readonly kept?: { readonly [name: string]: string }
  /** Tasks that the app may or may not have. */
  readonly tasks?: readonly string[]
}

/** The app's Capistrano, ready to be run. */
export interface Site {
  readonly stage: string
  readonly program: Program
  cap(task: string, options?: CapOptions): Promise<CapEnded>
  /** What the hosts say of themselves. Changes nothing. Throws Halt when there is no answer, Stopped when told to stop. */
  look(question?: Question): Promise<Seen>
  /** Ends what cap has left running on the hosts, and says what even that did not end. */
  settle(): Promise<Seen>
}

export interface Ground {
  readonly visit: Visit
  readonly machine: Machine
  readonly env: { readonly [name: string]: string }
  readonly program: Program
  /** What capfile.ts is told, but for what each task is told. */
  readonly orders: object
}

/** The slowest host has 10 s to answer, and 10 s to end what it runs. */
const lookMs = 90_000

export function createSite({ visit, machine, env, program, orders }: Ground): Site {
  const { place, settings, context, job } = visit
  const { roles = [], silence: silenceMs } = settings
  const stage = settings.stage ?? place.environment
  const target = `${place.app}/${place.environment}/`
  const run = target + (job?.run ?? '').replace(/[^\w-]/g, '_')

  async function start(
    task: string,
    { hosts = job?.hosts ?? [], env: more }: CapOptions,
    limits: Pick<MachineRun, 'timeoutMs' | 'silenceMs'>,
  ) {
    const lines: string[] = []
    const what = { stage, task, hosts, roles }
    const old = program.major < 3
    const args = old ? cap2Arguments(what, job?.sha ?? '') : capArguments(`${machine.folder}/Capfile`, what)
    const ended = await machine.run([...program.command, ...args], {
      env: {
        ...env,
        ...program.env,
        ...(old && { ...cap2Variables(what), RUBYOPT: `-r${machine.folder}/late-pins.rb` }),
        ...more,
      },
      ...limits,
      onLine(line) {
        lines.push(line)
        if (lines.length > causeLines) lines.shift()
      },
    })
    return { ...ended, lines }
  }

  const give = (more: object) => machine.write('orders.json', JSON.stringify({ ...orders, ...more }))

  async function ask(task: string, more: object): Promise<Seen> {
    await machine.remove('seen.json')
    await give(more)
    const ended = await start(task, {}, { timeoutMs: lookMs })
    if (context.signal.aborted) throw new Stopped(context.signal.reason as StopReason)
    if (ended.stopped !== undefined) throw new Halt(`the hosts of ${stage} did not answer within ${lookMs / 1000} s`)
    if (ended.notStarted !== undefined) throw new Halt(ended.notStarted)
    if (ended.code !== 0) throw new Halt(noAnswer(stage, causeIn(ended.lines)))
    return seen.parse(JSON.parse(await machine.read('seen.json')))
  }

  return {
    stage,
    program,
    async cap(task, options = {}) {
      await give({ tag: run })
      return start(task, options, { silenceMs })
    },
    look: ({ kept = {}, tasks = [] } = {}) => ask('slipway:look', { kept, tasks, place: target }),
    settle: () => ask('slipway:settle', { place: run }),
  }
}

function noAnswer(stage: string, cause = 'see the log'): string {
  if (cause.startsWith('Stage not set'))
    return `the app has no stage ${stage}; name one that config/deploy has under capistrano.stage`
  return `cap ${stage} could not be asked: ${cause}`
}
