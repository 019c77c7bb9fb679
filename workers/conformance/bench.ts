import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGitHubs } from '../../core/github/index.ts'
import type { Json } from '../../core/json.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { createCheckouts } from '../checkout/checkouts.ts'
import type { Job, Provider } from '../providers/provider.ts'
import { loud, loudScript } from './loud.ts'
import { plantedIn } from './planted.ts'
import { throwawayRepository } from './repository.ts'
import { openScenes, type Scenes } from './scenes.ts'
import { startTrial, type Trial, type TrialOptions } from './trial.ts'

/** One provider among real parts: a repository, work trees, commands under the watcher, the log, the redactor. */
export interface Bench {
  readonly folder: string
  readonly scenes: Scenes
  readonly sha: string
  /** Settings of a scene, or of a deployment that succeeds where the module has none for it. */
  settings(scene?: 'lasts' | 'loud' | 'secret'): Json
  /** Whether the module has settings for the scene. */
  has(scene: 'lasts' | 'loud' | 'secret'): boolean
  /** Values of this process's environment that must not be seen. */
  readonly secrets: readonly string[]
  /** Begins a deployment, or whatever else `options` say, as a worker does. */
  trial(options?: TrialOptions): Trial
  close(): Promise<void>
}

export interface BenchOptions {
  readonly provider: Provider
  /** What the module exports as `conformance`. */
  readonly conformance: unknown
  /** What `--settings` says. */
  readonly settings: Json
}

const nowhere = 'http://127.0.0.1:9' // the discard port: whoever calls a GitHub that the scenes do not have is refused

export async function openBench({ provider, conformance, settings: given }: BenchOptions): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-conformance-'))
  const own = join(folder, 'scenes')
  await mkdir(own)
  const scenes = await openScenes(conformance, { folder: own, loud })
  const repository = throwawayRepository(join(folder, 'repository'), {
    ...scenes.files,
    'script/loud': scenes.files?.['script/loud'] ?? loudScript,
  })
  const redactor = createRedactor()
  const checkouts = createCheckouts({ dir: join(folder, 'checkouts'), redactor })
  const githubs = createGitHubs({
    apiUrl: scenes.github?.apiUrl ?? nowhere,
    graphqlUrl: `${scenes.github?.apiUrl ?? nowhere}/graphql`,
    serverUrl: scenes.github?.apiUrl ?? nowhere,
    auth: { token: scenes.github?.token ?? 'none' },
  })
  const succeeds = scenes.succeeds ?? given
  const planted = plantedIn([succeeds, scenes.lasts, scenes.loud, scenes.secret], scenes.env ?? {})
  let runs = 0

  const jobOf = (more: Partial<Job> = {}): Job => ({
    id: 42,
    app: 'webapp',
    environment: 'production',
    repository: 'acme/webapp',
    ref: 'main',
    sha: repository.sha,
    task: 'deploy',
    actor: 'alice',
    hosts: [],
    attempt: 1,
    url: 'http://127.0.0.1:9/deployments/42',
    ...scenes.job,
    ...more,
    run: `conformance-${randomBytes(6).toString('hex')}-${runs++}`,
  })

  return {
    folder,
    scenes,
    sha: scenes.job?.sha ?? repository.sha,
    settings: (scene) => (scene === undefined ? undefined : scenes[scene]) ?? succeeds,
    has: (scene) => scenes[scene] !== undefined,
    secrets: planted.values,
    trial({ settings = succeeds, job, provider: other = provider, ...options } = {}) {
      return startTrial(
        {
          provider: other,
          redactor,
          checkouts,
          github: () => githubs.of(noOwn),
          cloneUrl: repository.url,
          env: planted.env,
          pace: scenes.pace ?? 1,
        },
        { ...options, settings, job: jobOf(job) },
      )
    },
    async close() {
      planted.restore()
      await scenes.close?.()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

const noOwn = { githubApi: undefined, githubToken: undefined }
