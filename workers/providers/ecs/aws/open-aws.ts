import { createRedactor } from '../../../../core/secrets/redactor.ts'
import { type Clients, type ClientOptions, createClients } from './clients.ts'
import { AnswerLost, AwsError } from './errors.ts'
import { explain } from './explain.ts'
import { troubleOf } from './trouble.ts'

export interface AskOptions {
  /** How long to go on asking an AWS that throttles or does not answer. */
  readonly patienceMs?: number
}

type Call<T> = (clients: Clients, options: { readonly abortSignal?: AbortSignal }) => Promise<T>

/** The way to AWS for one run. Everything it throws is a sentence without secrets. */
export interface Aws {
  /** The region's name, for addresses of the console. */
  region(): Promise<string>
  /** Asks until AWS answers. Throws AwsError. */
  read<T>(name: string, call: Call<T>, options?: AskOptions): Promise<T>
  /** Sends until AWS takes it or refuses it, and not again once it may have been taken. Throws AwsError, AnswerLost. */
  write<T>(name: string, call: Call<T>): Promise<T>
  /** A value that must not be seen in what `conceal` gives back. */
  hide(value: string): void
  conceal(text: string): string
  close(): void
}

const usualPatienceMs = 120_000
const renewals = 3 // sessions that were over on arrival: the clocks differ, and no further one helps
const pause = { first: 400, growth: 1.5, most: 5_000 } // ms: ten refusals in a row take half a minute

export function openAws(options: Omit<ClientOptions, 'hide'>): Aws {
  const { context } = options
  const redactor = createRedactor()
  const hide = (value: string) => redactor.add(value)
  const open = () => createClients({ ...options, hide })
  let clients = open()

  async function ask<T>(
    name: string,
    call: Call<T>,
    how: { readonly patienceMs: number; readonly kind: 'read' | 'write' },
  ): Promise<T> {
    const begun = context.now()
    let waitMs = pause.first
    let renewed = 0
    for (let attempt = 1; ; attempt++) {
      context.signal.throwIfAborted()
      try {
        // A write that has begun is waited for even when the run is told to stop: whoever stops it has to know.
        return await call(clients, how.kind === 'read' ? { abortSignal: context.signal } : {})
      } catch (error) {
        if (how.kind === 'read') context.signal.throwIfAborted()
        const trouble = troubleOf(error)
        const told = redactor.text(explain(name, trouble))
        if (trouble.kind === 'refused') throw new AwsError(trouble.code, told)
        if (trouble.kind === 'lost' && how.kind === 'write') throw new AnswerLost(told)
        if (trouble.kind === 'expired') {
          if (++renewed > renewals) throw new AwsError(trouble.code, told)
          clients.destroy()
          clients = open()
          continue
        }
        const rest = begun + how.patienceMs - context.now()
        if (rest <= 0) throw new AwsError(trouble.code, `${told}; gave up after ${attempt} attempts`)
        if (attempt === 1) await context.log(`${told}; asking again`)
        await context.sleep(Math.max(waitMs, trouble.retryAfterMs ?? 0))
        waitMs = Math.min(waitMs * pause.growth, pause.most)
      }
    }
  }

  return {
    async region() {
      return (await clients.ecs()).config.region()
    },
    read: (name, call, { patienceMs = usualPatienceMs } = {}) => ask(name, call, { patienceMs, kind: 'read' }),
    write: (name, call) => ask(name, call, { patienceMs: usualPatienceMs, kind: 'write' }),
    hide,
    conceal: (text) => redactor.text(text),
    close: () => clients.destroy(),
  }
}
