import { z } from 'zod'
import { repositoryPath } from '../../../core/github/repository-path.ts'
import { broken, type Check, type Finding, ok } from '../check.ts'
import { type Known, repositoriesOf } from '../github-of.ts'
import { told } from '../told.ts'

const repository = z.object({
  full_name: z.string(),
  permissions: z.object({ push: z.boolean().default(false), pull: z.boolean().default(true) }).optional(),
})
const installation = z.object({ permissions: z.record(z.string(), z.string()) })

/** What a GitHub App has to be allowed, as docs/github.md says. */
export const neededOfApp = {
  deployments: 'write',
  contents: 'read',
  statuses: 'read',
  checks: 'read',
  metadata: 'read',
} as const

/** Whether the credentials see each repository of apps.json, and may deploy it. */
export const repositories: Check = async (around) => {
  const known = repositoriesOf(around)
  const found = await Promise.all(known.map((each) => (each.probe.askAsApp ? asApp(each) : asToken(each))))
  return found.flat()
}

async function asToken({ app, repository: name, setting, probe }: Known): Promise<Finding[]> {
  const reply = await probe.ask(name, { method: 'GET', url: repositoryPath(name) })
  // Credentials that are wrong at all are told once.
  if (reply.kind !== 'answer' || (reply.status === 401 && setting === 'GITHUB_TOKEN')) return []
  const seen = reply.status === 200 ? repository.safeParse(reply.data).data : undefined
  if (!seen) {
    const next = `correct "repository" of ${app} in apps.json, or give the token of ${setting} access to it`
    return [broken(app, `GitHub does not show us ${name}: ${told(reply)}`, next)]
  }
  if (seen.permissions && !seen.permissions.push)
    return [
      broken(
        app,
        `the token of ${setting} may read ${name} and not write to it`,
        'give its account write access there',
      ),
    ]
  const reading = await probe.ask(name, {
    method: 'GET',
    url: `${repositoryPath(name)}/deployments`,
    query: { per_page: 1 },
  })
  if (reading.kind === 'answer' && reading.status === 200) return [ok(app, `${name} can be deployed with ${setting}`)]
  return [
    broken(
      app,
      `the deployments of ${name} cannot be read: ${told(reading)}`,
      `give the token of ${setting} the scope repo, or Deployments: read and write`,
    ),
  ]
}

async function asApp({ app, repository: name, probe }: Known): Promise<Finding[]> {
  const reply = await probe.askAsApp?.({ method: 'GET', url: `${repositoryPath(name)}/installation` })
  if (reply?.kind !== 'answer' || reply.status === 401) return []
  const has = reply.status === 200 ? installation.safeParse(reply.data).data?.permissions : undefined
  if (!has)
    return [
      broken(app, `the App is not installed on ${name}: ${told(reply)}`, 'install it there, from its page on GitHub'),
    ]
  const missing = Object.entries(neededOfApp).filter(([what, level]) => has[what] !== level && has[what] !== 'write')
  if (missing.length === 0) return [ok(app, `the App may deploy ${name}`)]
  const lacks = missing.map(([what, level]) => `${what}: ${level}`).join(', ')
  return [
    broken(
      app,
      `the App lacks ${lacks} on ${name}`,
      'add that on the page of the App, and accept it where it is installed',
    ),
  ]
}
