import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { providerFacts } from '../../../core/actions/provider-facts.ts'
import type { Apps, Target } from '../../../core/apps/app.ts'
import { createGitHubs } from '../../../core/github/index.ts'
import { createRedactor } from '../../../core/secrets/redactor.ts'
import { secretsOfEnvironment } from '../../../core/secrets/secrets-of-environment.ts'
import { type AskPlatform, createAskPlatform } from '../../../workers/asking.ts'
import { openWorkshop } from '../../../workers/context.ts'
import { broken, type Check, type Finding, ok, type Surroundings } from '../check.ts'
import type { Registry } from '../../../workers/providers/registry.ts'
import { loadAppsOf } from '../load-apps-of.ts'

const log = pino({ level: 'silent' })
const mend = 'mend what it names, in apps.json or in the environment; a worker needs the same variables as this doctor'

/** Whether the provider of each target can be used: its settings, and, where it can tell without a deployment, its platform. */
export const providers: Check = async (around) => {
  const { apps } = around
  if (!apps || (around.config.github.credentials.kind === 'token' && around.config.github.credentials.token === ''))
    return []
  const targets = apps.list.flatMap((app) => app.environments.flatMap((name) => app.target(name) ?? []))
  const dir = await mkdtemp(join(tmpdir(), 'slipway-doctor-'))
  try {
    const { providers: known } = await loadAppsOf(around.config, around.env)
    const ask = await platforms(around, apps, known, dir)
    return await Promise.all(targets.map((target) => looked(target, known, ask)))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

type Known = Registry['providers']

async function looked(target: Target, known: Known, ask: AskPlatform): Promise<Finding> {
  const { id, app, environment, provider = 'missing' } = target
  const facts = providerFacts({ providers: known }, target, { hosts: [], task: 'deploy' })
  if (!facts.known)
    return broken(
      id,
      `nothing here carries it out: its provider is ${provider}`,
      'name one of docs/providers.md as its "provider"',
    )
  if (facts.problem !== undefined)
    return broken(id, `the settings of ${provider} cannot be used: ${facts.problem}`, mend)
  const answer = await ask({ about: 'current', app, environment })
  if (answer.kind === 'failed') return broken(id, `${provider}: ${answer.why}`, mend)
  return ok(
    id,
    answer.kind === 'cannot'
      ? `the settings of ${provider} are good; it cannot be asked for more`
      : `${provider} answers`,
  )
}

async function platforms({ config, env }: Surroundings, apps: Apps, known: Known, dir: string): Promise<AskPlatform> {
  const { credentials, apiUrl, graphqlUrl, serverUrl } = config.github
  const auth = credentials.kind === 'token' ? { token: credentials.token } : credentials
  const githubs = createGitHubs({ apiUrl, graphqlUrl, serverUrl, auth })
  const redactor = createRedactor()
  for (const secret of [...config.secrets, ...secretsOfEnvironment(env)]) redactor.add(secret)
  const workshop = await openWorkshop({ dir, redactor, env, log })
  return createAskPlatform({
    ports: { apps: () => apps, github: (target) => githubs.of(target), log, now: Date.now },
    providers: known,
    workshop,
  })
}
