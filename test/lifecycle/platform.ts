import { z } from 'zod'
import type { Provider, Result } from '../../workers/providers/provider.ts'

/** A platform beyond the worker: what was begun there goes on without it, and ends when the test says so. */
export interface Platform {
  readonly provider: Provider
  /** What was done to it, in order: `begin 7`, `stop 7`. */
  readonly journal: readonly string[]
  /** Rollouts begun from now on end well by themselves. */
  readonly behaviour: {
    endsByItself: boolean
    stops: 'stopped' | 'rolled-back' | 'too-late'
    preflight?: string
    limitMs?: number
    silent?: boolean
  }
  /** Hears what is done, in the middle of doing it. */
  onDeed(listener: (deed: string) => void): void
}

const checkpoint = z.object({ rollout: z.string() })

export function createPlatform(): Platform {
  const journal: string[] = []
  const rollouts = new Set<string>()
  const behaviour: Platform['behaviour'] = { endsByItself: true, stops: 'stopped' }
  let listener = (_deed: string) => {}

  function deed(what: string): void {
    journal.push(what)
    listener(what)
  }

  async function watch(rollout: string, context: Parameters<Provider['deploy']>[2]): Promise<Result> {
    for (;;) {
      if (behaviour.endsByItself)
        return { outcome: 'succeeded', summary: 'it runs', live: { handle: { rollout } }, url: 'https://it.example' }
      await context.sleep(20)
    }
  }

  async function begin(name: string, context: Parameters<Provider['deploy']>[2]): Promise<Result> {
    await context.checkpoint({ rollout: name })
    if (!rollouts.has(name)) {
      rollouts.add(name)
      deed(`begin ${name}`)
    }
    return watch(name, context)
  }

  const provider: Provider = {
    name: 'shell', // apps.json of the stage names it so
    settings: z.unknown(),
    can: { hosts: true, tasks: /^deploy$/ },
    timeoutMs: () => behaviour.limitMs,
    preflight: async () => (behaviour.preflight === undefined ? [] : [{ level: 'error', text: behaviour.preflight }]),
    deploy: (job, _, context) => begin(`${job.task} ${job.id}`, context),
    rollback: (job, _, context) => begin(`${job.id} back to ${job.previous.handle?.['rollout']}`, context),
    async resume(_job, _settings, stored, context) {
      const { rollout } = checkpoint.parse(stored)
      return rollouts.has(rollout) ? watch(rollout, context) : begin(rollout, context)
    },
    async cancel(_job, _settings, stored) {
      deed(`stop ${checkpoint.parse(stored).rollout}`)
      if (behaviour.stops === 'too-late') behaviour.endsByItself = true
      return behaviour.stops
    },
    async current() {
      if (behaviour.silent) throw new Error('the cluster main is not there')
      return {
        sha: 'abc1234abc1234abc1234abc1234abc1234abc1234'.slice(0, 40),
        handle: { rollout: [...rollouts].at(-1) ?? 'none' },
      }
    },
    logs: async () => Array.from({ length: 30 }, (_, nth) => `line ${nth + 1} of the app`),
  }
  return {
    provider,
    journal,
    behaviour,
    onDeed(heard) {
      listener = heard
    },
  }
}
