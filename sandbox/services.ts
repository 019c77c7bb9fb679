import { z } from 'zod'
import type { SandboxApp } from './sandbox-app.ts'

const facts = z.object({
  app: z.string(),
  environment: z.string(),
  sha: z.string(),
  version: z.int(),
  says: z.string(),
  pid: z.int(),
})

/** What a service tells of itself. */
export type Serving = z.infer<typeof facts>

const answerWithinMs = 1000
const stopWithinMs = 3000

/** The web services that deploys put in place. They outlive the process that deployed them. */
export interface Services {
  readonly port: (app: string, environment: string) => number
  readonly url: (app: string, environment: string) => string
  /** Undefined when nothing was deployed there, or it was stopped. */
  readonly serving: (app: string, environment: string) => Promise<Serving | undefined>
  /** Stops every service and resolves when none answers. */
  readonly stop: () => Promise<void>
}

export function createServices(apps: readonly SandboxApp[], ports: { readonly [target: string]: number }): Services {
  function port(app: string, environment: string): number {
    const number = ports[`${app}/${environment}`]
    if (number === undefined) throw new Error(`the sandbox has no ${app} in ${environment}`)
    return number
  }
  const url = (app: string, environment: string) => `http://127.0.0.1:${port(app, environment)}`

  async function serving(app: string, environment: string): Promise<Serving | undefined> {
    try {
      const signal = AbortSignal.timeout(answerWithinMs)
      const answer = await fetch(`${url(app, environment)}/healthz`, { signal, headers: { connection: 'close' } })
      const told = facts.safeParse(await answer.json())
      // Another program on that port is not ours to show, and not ours to stop.
      return told.data?.app === app && told.data.environment === environment ? told.data : undefined
    } catch {
      return undefined
    }
  }

  async function stopOne(app: string, environment: string): Promise<void> {
    const running = await serving(app, environment)
    if (running === undefined) return
    process.kill(running.pid, 'SIGTERM')
    const end = Date.now() + stopWithinMs
    while ((await serving(app, environment)) !== undefined) {
      if (Date.now() > end) process.kill(running.pid, 'SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  const targets = apps.flatMap(({ name, environments }) =>
    environments.map((environment) => [name, environment] as const),
  )

  return {
    port,
    url,
    serving,
    async stop() {
      await Promise.all(targets.map(([app, environment]) => stopOne(app, environment)))
    },
  }
}
