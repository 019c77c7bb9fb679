import type { App } from '../../apps/app.ts'
import type { GitHub, GitHubDeployment } from '../../github/github.ts'
import { namesIn } from '../../records/payload.ts'
import type { Request } from '../../records/request.ts'
import type { Ports } from '../ports.ts'

/** The stored request a payload names, when it is one of these apps; a payload can name anything. */
export async function requestFor(
  ports: Pick<Ports, 'records'>,
  id: string | undefined,
  apps: readonly App[],
): Promise<Request | undefined> {
  if (id === undefined || !/^[\w-]{1,80}$/.test(id)) return undefined
  const stored = await ports.records.requests.get(id)
  return stored && apps.some(({ name }) => name === stored.value.app) ? stored.value : undefined
}

/** GitHub's deployment carries the request's id and asks for the same thing. */
export const isFor = (request: Request, made: GitHubDeployment) =>
  namesIn(made.payload).request === request.id && made.environment === request.environment && made.task === request.task

/** The deployment that a POST with a lost answer made after all. Throws GitHubError when GitHub cannot be asked. */
export async function lookFor(github: GitHub, request: Request): Promise<GitHubDeployment | undefined> {
  const recent = await github.deployments(request.repository, { environment: request.environment, task: request.task })
  return recent.find((made) => isFor(request, made))
}
