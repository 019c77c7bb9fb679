import { join, resolve } from 'node:path'
import { lockDirectory } from '../core/engine/directory-lock.ts'
import { sandboxCommand } from './command/sandbox-command.ts'
import { freePort } from './free-port.ts'
import { type SandboxGitHub, startSandboxGitHub } from './github/index.ts'
import { serial } from './github/git/serial.ts'
import { sandboxApps } from './sandbox-apps.ts'
import { readSandboxApps } from './sandbox-app.ts'
import { seed } from './seed.ts'
import { createServices, type Serving } from './services.ts'
import { readSettings, type Settings, writeSettings } from './settings.ts'

const ciTakesMs = 1500 // long enough to see that it is waited for

export interface SandboxOptions {
  /** Everything is kept here; a second start goes on. */
  readonly dir: string
  readonly log?: (line: string) => void
}

/** A GitHub, a sample app and its services on this machine. */
export interface Sandbox {
  /** Variables that point Slipway at this sandbox. */
  readonly env: { readonly [name: string]: string }
  readonly github: SandboxGitHub
  /** Where GitHub's events go; a ping is sent at once. */
  readonly setWebhook: (url: string) => Promise<void>
  /** Answers a `sandbox …` line; undefined for any other text. */
  readonly command: (text: string) => Promise<string | undefined>
  /** What an environment serves, in a line; `app` is the first app when not said. */
  readonly served: (environment: string, app?: string) => Promise<string>
  /** The same with its sha; undefined when nothing answers. */
  readonly serving: (environment: string, app?: string) => Promise<Serving | undefined>
  readonly serviceUrl: (environment: string, app?: string) => string
  /** Stops what was deployed; without it services go on until their files are deleted. */
  readonly stopServices: () => Promise<void>
  readonly close: () => Promise<void>
}

const isTaken = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE'

/** On its own port again, since records know deployments by it; on another one only when that is taken. */
async function startGitHub(dir: string, settings: Settings, log: (line: string) => void): Promise<SandboxGitHub> {
  const start = (port: number) => startSandboxGitHub({ dir: join(dir, 'github'), port, ciTakesMs, log })
  try {
    return await start(settings.port)
  } catch (error) {
    if (!isTaken(error)) throw error
    const port = await freePort(Object.values(settings.services))
    log(
      `port ${settings.port} of the sandbox GitHub is taken; it is on ${port} now, and deployments made before are not found`,
    )
    settings.port = port
    return start(port)
  }
}

async function open(dir: string, log: (line: string) => void) {
  const settingsFile = join(dir, 'sandbox.json')
  const apps = await readSandboxApps()
  const settings = await readSettings(settingsFile, apps)
  const github = await startGitHub(dir, settings, log)
  await writeSettings(settingsFile, settings)
  await seed(github, apps)

  const services = createServices(apps, settings.services)
  const appsFile = join(dir, 'apps.json')
  const home = join(dir, 'services')
  await sandboxApps(apps, { file: appsFile, home, cloneUrl: github.cloneUrl, port: services.port })

  const inTurn = serial()
  const nextCommit = () =>
    inTurn(async () => {
      settings.commits += 1
      await writeSettings(settingsFile, settings)
      return settings.commits
    })
  return { apps, appsFile, github, nextCommit, secret: settings.webhookSecret, services }
}

/**
 * Starts the sandbox. The one door for `slipway start` without configuration, for the demo and for tests.
 * @throws DirectoryInUse when another process runs on this directory: it would lose what this one writes.
 */
export async function startSandbox({ dir: wanted, log = () => undefined }: SandboxOptions): Promise<Sandbox> {
  const dir = resolve(wanted) // deploys run elsewhere and have to find it
  const unlock = await lockDirectory(dir)
  const { apps, appsFile, github, nextCommit, secret, services } = await open(dir, log).catch(
    async (error: unknown) => {
      await unlock()
      throw error
    },
  )
  const first = apps[0]?.name ?? ''

  return {
    env: {
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: secret,
      HUBOT_DEPLOY_APPS_JSON: appsFile,
    },
    github,
    setWebhook: (url) => github.setWebhook(url, secret),
    command: (text) => sandboxCommand(text, { github, apps, services, nextCommit }),
    async served(environment, app = first) {
      const serving = await services.serving(app, environment)
      if (serving === undefined) return 'nothing yet'
      return `${app} ${serving.version} (${serving.sha.slice(0, 7)}): ${serving.says}`
    },
    serving: (environment, app = first) => services.serving(app, environment),
    serviceUrl: (environment, app = first) => services.url(app, environment),
    stopServices: services.stop,
    async close() {
      await github.close()
      await unlock()
    },
  }
}
