import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ports } from '../core/actions/ports.ts'
import type { PlatformAnswer, PlatformQuestion } from '../core/actions/platform.ts'
import type { Target } from '../core/apps/app.ts'
import type { Workshop } from './context.ts'
import { createCommandOutput } from './log/command-output.ts'
import type { Asking, Place, Provider, StopReason } from './providers/provider.ts'
import { createTools } from './tools.ts'

/** Asks the platform of a target what only it knows. */
export type AskPlatform = (question: Pick<PlatformQuestion, 'about' | 'app' | 'environment'>) => Promise<PlatformAnswer>

const answerMs = 25_000 // whoever asked waits a little longer
const beatMs = 2_000

/** What of the ports it takes: whoever has no engine can ask too. */
type AskingPorts = Pick<Ports, 'apps' | 'github' | 'log' | 'now'>

interface Parts {
  readonly ports: AskingPorts
  readonly providers: ReadonlyMap<string, Provider>
  readonly workshop: Workshop
}

/** Never rejects: what goes wrong is an answer, for somebody waits for it. */
export function createAskPlatform({ ports, providers, workshop }: Parts): AskPlatform {
  return async ({ about, app, environment }) => {
    const target = ports.apps().find(app)?.target(environment)
    const provider = target?.provider === undefined ? undefined : providers.get(target.provider)
    if (!target || !provider?.[about]) return { kind: 'cannot' }
    const { asking, close } = openAsking(ports, workshop, target)
    try {
      const settings = provider.settings.parse(target.settings ?? {})
      const place: Place = { app: target.app, environment: target.environment, repository: target.repository }
      if (about === 'logs') {
        const lines = (await provider.logs?.(place, settings, asking)) ?? []
        return { kind: 'logs', lines: lines.map((line) => workshop.redactor.text(line)) }
      }
      return { kind: 'current', snapshot: (await provider.current?.(place, settings, asking)) ?? {} }
    } catch (error) {
      ports.log.warn({ target: target.id, about, err: error }, 'the platform did not answer a question')
      return { kind: 'failed', why: workshop.redactor.text(error instanceof Error ? error.message : String(error)) }
    } finally {
      await close()
    }
  }
}

function openAsking(
  ports: AskingPorts,
  workshop: Workshop,
  target: Target,
): { asking: Asking; close: () => Promise<void> } {
  const control = new AbortController()
  const timer = setTimeout(() => control.abort({ kind: 'timeout' } satisfies StopReason), answerMs)
  const { signal } = control
  // Nothing of it is kept: the provider hears what it needs.
  const writer = {
    line: async () => {},
    output: (onLine?: (line: string) => void) => createCommandOutput(workshop.redactor, async () => {}, onLine),
  }
  const { close, ...tools } = createTools({
    ports,
    workshop,
    target,
    run: `ask-${randomBytes(8).toString('hex')}`,
    commit: undefined,
    signal,
    writer,
    heartbeats(beat) {
      const beating = setInterval(beat, beatMs)
      return () => clearInterval(beating)
    },
  })
  const asking: Asking = {
    ...tools,
    signal,
    log: writer.line,
    now: ports.now,
    sleep: (ms) => pause(ms, undefined, { signal }),
  }
  return {
    asking,
    async close() {
      clearTimeout(timer)
      await close()
    },
  }
}
