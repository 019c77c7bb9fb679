import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGitHub } from '../../../../core/github/index.ts'
import type { Json } from '../../../../core/json.ts'
import type { RunDetails } from '../../../../sandbox/github/hub.ts'
import { type SandboxGitHub, type SandboxRepository, startSandboxGitHub } from '../../../../sandbox/github/index.ts'
import type { Workflow, WorkflowRun } from '../../../../sandbox/github/state.ts'
import { actions } from '../../../../workers/providers/actions/index.ts'
import type { Context, Job, StopReason } from '../../../../workers/providers/provider.ts'

/** What happens elsewhere while the provider sleeps, one step each time. */
export type Story = readonly (() => unknown)[]

export interface Bench {
  readonly github: SandboxGitHub
  readonly web: SandboxRepository
  readonly log: readonly string[]
  readonly checkpoints: readonly Json[]
  /** Pages that were told as the platform's own. */
  readonly urls: ReadonlySet<string>
  /** Every pause asked for, in milliseconds. */
  readonly pauses: readonly number[]
  tell(story: Story): void
  stop(reason: StopReason): void
  job(given?: Partial<Job>): Promise<Job>
  context(): Context
  settings(given?: object): ReturnType<typeof actions.settings.parse>
  /** The newest run of the workflow. */
  run(): WorkflowRun
  /** How often something was posted to a path that ends so. */
  posts(end: string): number
  close(): Promise<void>
}

const workflow: Workflow = {
  file: 'deploy.yml',
  name: 'Deploy',
  inputs: ['sha', 'deployment', 'environment', 'task'],
  jobs: ['build', 'ship'],
}

/** A GitHub with a workflow, the real client, and a clock that only the provider's pauses move. */
export async function openBench(
  options: { readonly runDetails?: RunDetails; readonly workflow?: Partial<Workflow> } = {},
): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), 'actions-bench-'))
  const { runDetails = 'told' } = options
  const github = await startSandboxGitHub({ dir, runDetails })
  const web = await github.createRepository('acme/web', { files: { 'a.txt': 'a' } })
  await web.workflow({ ...workflow, ...options.workflow })
  const client = createGitHub({ apiUrl: github.url, auth: { token: github.token }, timeoutMs: 5_000 })

  const log: string[] = []
  const checkpoints: Json[] = []
  const urls = new Set<string>()
  const pauses: number[] = []
  const turns = new Map<string, Promise<unknown>>()
  let control = new AbortController()
  let story: Story = []
  let now = Date.parse('2026-03-01T09:00:00Z')

  const context = (): Context => ({
    signal: control.signal,
    github: client,
    log: async (line) => void log.push(line),
    output: () => ({ write: async () => {}, end: async () => {} }),
    progress({ phase, url }) {
      log.push(phase)
      if (url !== undefined) urls.add(url)
    },
    checkpoint: async (state) => void checkpoints.push(state),
    secret: () => '',
    conceal: () => {},
    variable: () => undefined,
    checkout: () => Promise.reject(new Error('nothing is checked out')),
    run: () => Promise.reject(new Error('nothing is run')),
    alone(name, work) {
      const turn = (turns.get(name) ?? Promise.resolve()).then(work)
      turns.set(
        name,
        turn.catch(() => undefined),
      )
      return turn
    },
    now: () => now,
    async sleep(ms) {
      pauses.push(ms)
      now += ms
      const [step, ...rest] = story
      story = rest
      await step?.()
      control.signal.throwIfAborted()
    },
  })

  return {
    github,
    web,
    log,
    checkpoints,
    urls,
    pauses,
    tell(steps) {
      story = steps
      control = new AbortController()
    },
    stop: (reason) => control.abort(reason),
    async job(given = {}) {
      return {
        id: 4201,
        app: 'web',
        environment: 'production',
        repository: 'acme/web',
        ref: 'main',
        sha: (await web.head()) ?? '',
        task: 'deploy',
        actor: 'alice',
        hosts: [],
        run: 'run-1',
        attempt: 1,
        ...given,
      }
    },
    context,
    settings: (given = {}) => actions.settings.parse({ workflow: 'deploy.yml', ...given }),
    run() {
      const newest = web.workflowRuns().at(-1)
      if (!newest) throw new Error('nothing was dispatched')
      return newest
    },
    posts: (end) => github.requests().filter(({ method, path }) => method === 'POST' && path.endsWith(end)).length,
    async close() {
      await github.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
