import { join } from 'node:path'
import { createGitHubs } from '../../../core/github/index.ts'
import { createRedactor } from '../../../core/secrets/redactor.ts'
import { createCheckouts } from '../../../workers/checkout/checkouts.ts'
import { runCommand } from '../../../workers/command/run-command.ts'
import { createLogWriter } from '../../../workers/log/log-writer.ts'
import type { Context, Job, Provider, Result } from '../../../workers/providers/provider.ts'
import { createRepository, temporaryFolder } from '../checkout/repository.ts'
import { memoryLogs } from '../log/memory-logs.ts'

const noGitHub = createGitHubs({
  apiUrl: 'http://127.0.0.1:9',
  graphqlUrl: 'http://127.0.0.1:9/graphql',
  serverUrl: 'http://127.0.0.1:9',
  auth: { token: 'none' },
  timeoutMs: 1_000,
}).of({ githubApi: undefined, githubToken: undefined })

/** A real repository, real work trees, real commands and the real log, with a provider in between. */
export function setUpWorkbench(secrets: Record<string, string> = {}) {
  const folder = temporaryFolder()
  const repository = createRepository(join(folder.path, 'webapp'))
  const redactor = createRedactor()
  const checkouts = createCheckouts({ dir: join(folder.path, 'checkouts'), redactor })
  const { logs, written } = memoryLogs()
  const control = new AbortController()
  let runs = 0

  function contextFor(job: Job, signal = control.signal): { context: Context; close: () => Promise<void> } {
    const log = createLogWriter(logs, 'log/1', redactor, { flushAfterMs: 10 })
    const source = { repository: job.repository, cloneUrl: repository.url, run: job.run, signal }
    const context: Context = {
      signal,
      github: noGitHub,
      log: (line) => log.line(line),
      output(onLine) {
        const output = log.output(onLine)
        return { write: (chunk) => output.write(chunk, 'out'), end: output.end }
      },
      progress: () => {},
      checkpoint: async () => {},
      secret(name) {
        const value = secrets[name]
        if (value === undefined) throw new Error(`${name} is not set`)
        redactor.add(value)
        return value
      },
      async checkout(of = 'deployment') {
        const tree =
          of === 'deployment' ? checkouts.tree({ ...source, sha: job.sha }) : checkouts.defaultBranchTree(source)
        return (await tree).path
      },
      conceal: (value) => redactor.add(value),
      variable: (name) => secrets[name],
      async run(command, { onLine, ...options }) {
        const output = log.output(onLine)
        const ended = await runCommand({
          graceMs: 500,
          ...options,
          command,
          run: job.run,
          signal,
          onOutput: output.write,
          note: (text) => log.line(text),
          heartbeats: () => () => {},
        })
        await output.end()
        return ended
      },
      alone: (_, work) => work(),
      now: Date.now,
      sleep: () => Promise.resolve(),
    }
    return { context, close: log.close }
  }

  /** A job and its context, for whoever does more than deploy. `signal`: another than that of `cancel` and `shutDown`. */
  function open(
    given: Partial<Job> = {},
    signal?: AbortSignal,
  ): { job: Job; context: Context; close: () => Promise<void> } {
    const job: Job = {
      id: 42,
      app: 'webapp',
      environment: 'production',
      repository: 'acme/webapp',
      ref: 'main',
      sha: repository.git('rev-parse', 'HEAD'),
      task: 'deploy',
      actor: 'alice',
      hosts: [],
      run: `workbench-${process.pid}-${runs++}`,
      attempt: 1,
      ...given,
    }
    return { job, ...contextFor(job, signal) }
  }

  return {
    repository,
    folder: folder.path,
    log: written,
    cancel: () => control.abort({ kind: 'cancel', by: 'alice' }),
    shutDown: () => control.abort({ kind: 'shutdown' }),
    /** Resolves when the log holds the text. */
    async logged(text: string): Promise<string> {
      while (!written().includes(text)) await new Promise((resolve) => setTimeout(resolve, 10))
      return written()
    },
    /** Parses the settings and deploys, as the lifecycle does. */
    async deploy<S>(provider: Provider<S>, settings: unknown, given: Partial<Job> = {}): Promise<Result> {
      const { job, context, close } = open(given)
      try {
        return await provider.deploy(job, provider.settings.parse(settings), context)
      } finally {
        await close()
      }
    },
    open,
    remove: folder.remove,
  }
}

export type Workbench = ReturnType<typeof setUpWorkbench>
