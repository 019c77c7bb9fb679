import { createGitHubs } from '../../../../core/github/index.ts'
import type { Json } from '../../../../core/json.ts'
import { ecs } from '../../../../workers/providers/ecs/index.ts'
import type { Context, Job, ResumedJob, StopReason } from '../../../../workers/providers/provider.ts'
import { startAws } from '../../../stand-ins/aws/index.ts'

export const sha = '0123456789abcdef0123456789abcdef01234567'
export const registry = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

const noGitHub = createGitHubs({
  apiUrl: 'http://127.0.0.1:9',
  graphqlUrl: 'http://127.0.0.1:9/graphql',
  serverUrl: 'http://127.0.0.1:9',
  auth: { token: 'none' },
  timeoutMs: 1_000,
}).of({ githubApi: undefined, githubToken: undefined })

export const definition = {
  family: 'webapp',
  taskRoleArn: 'arn:aws:iam::123456789012:role/webapp-task',
  executionRoleArn: 'arn:aws:iam::123456789012:role/webapp-execution',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'web',
      image: `${registry}/acme/webapp:old`,
      essential: true,
      environment: [
        { name: 'LEVEL', value: '2' },
        { name: 'DATABASE_PASSWORD', value: 'hunter2-of-the-database' },
      ],
      secrets: [{ name: 'KEY', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/key' }],
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/ecs/webapp', 'awslogs-stream-prefix': 'app', 'awslogs-region': 'eu-west-1' },
      },
    },
    { name: 'proxy', image: 'envoy:1.30', essential: true },
  ],
  tags: [{ key: 'team', value: 'web' }],
}

export interface RunOptions {
  readonly settings?: Record<string, unknown>
  readonly job?: Partial<ResumedJob>
}

/** A stand-in for AWS with a service, and runs of the provider on it whose clock goes on only while they sleep. */
export async function setUp() {
  const aws = await startAws({ definition })
  aws.images.push('acme/webapp', sha)
  const variables = new Map([
    ['AWS_ENDPOINT_URL', aws.url],
    ['AWS_ACCESS_KEY_ID', 'AKIASTANDIN'],
    ['AWS_SECRET_ACCESS_KEY', 'the-secret-of-the-worker'],
  ])
  const log: string[] = []
  const progress: string[] = []
  const checkpoints: Json[] = []
  let control = new AbortController()
  let clock = Date.now()
  let onSleep: (() => void) | undefined

  const context = (signal: AbortSignal): Context => ({
    signal,
    github: noGitHub,
    log: async (line) => void log.push(line),
    output: () => ({ write: async () => {}, end: async () => {} }),
    progress: ({ phase, url }) => void progress.push(url === undefined ? phase : `${phase} ${url}`),
    checkpoint: async (state) => void checkpoints.push(state),
    secret(name) {
      const value = variables.get(name)
      if (value === undefined) throw new Error(`${name} is not set`)
      return value
    },
    conceal: () => {},
    variable: (name) => variables.get(name),
    checkout: () => Promise.reject(new Error('there is nothing to check out')),
    run: () => Promise.reject(new Error('there is nothing to run')),
    alone: (_name, work) => work(),
    now: () => clock,
    async sleep(ms) {
      signal.throwIfAborted()
      clock += ms
      onSleep?.()
      await new Promise((resolve) => setImmediate(resolve))
      signal.throwIfAborted()
    },
  })

  const job = (given: Partial<ResumedJob> = {}): Job => ({
    id: 42,
    app: 'webapp',
    environment: 'production',
    repository: 'acme/webapp',
    ref: 'main',
    sha,
    task: 'deploy',
    actor: 'alice',
    hosts: [],
    run: 'run-1',
    attempt: 1,
    ...given,
  })
  const parse = (own: Record<string, unknown> = {}) =>
    ecs.settings.parse({ cluster: 'main', container: 'web', region: 'eu-west-1', ...own })
  const last = (): Json => checkpoints.at(-1) ?? null

  return {
    aws,
    variables,
    log: () => log.join('\n'),
    progress,
    checkpoints,
    last,
    elapsed: (since: number) => clock - since,
    now: () => clock,
    /** Does something whenever a run waits. */
    whileWaiting: (deed: () => void) => void (onSleep = deed),
    stop: (reason: StopReason = { kind: 'cancel', by: 'alice' }) => control.abort(reason),
    preflight: ({ settings, job: given }: RunOptions = {}) =>
      ecs.preflight?.(job(given), parse(settings), context(control.signal)),
    deploy: ({ settings, job: given }: RunOptions = {}) =>
      ecs.deploy(job(given), parse(settings), context(control.signal)),
    rollback(taskDefinition: string, { settings, job: given }: RunOptions = {}) {
      const previous = { sha, handle: { taskDefinition } }
      return ecs.rollback?.(
        { ...job({ task: 'rollback', ...given }), previous },
        parse(settings),
        context(control.signal),
      )
    },
    /** Another worker goes on from the last checkpoint. */
    resume({ settings, job: given }: RunOptions = {}, from = last()) {
      control = new AbortController()
      return ecs.resume?.(job({ attempt: 2, ...given }), parse(settings), from, context(control.signal))
    },
    cancel({ settings, job: given }: RunOptions = {}, from = last()) {
      control = new AbortController()
      return ecs.cancel?.(job(given), parse(settings), from, context(control.signal))
    },
    current: (settings?: Record<string, unknown>) => ecs.current?.(job(), parse(settings), context(control.signal)),
    logs: (settings?: Record<string, unknown>) => ecs.logs?.(job(), parse(settings), context(control.signal)),
    close: () => aws.close(),
  }
}

export type Bench = Awaited<ReturnType<typeof setUp>>
