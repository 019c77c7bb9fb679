import type { Ask, Call } from '../ask.ts'
import type { Clock } from '../clock.ts'
import type { Priority } from '../github.ts'
import { GitHubError } from '../github-error.ts'
import type { Read } from '../read.ts'
import type { Reply } from '../reply.ts'
import { repositoryPath } from '../repository-path.ts'
import type { Subject } from '../trouble.ts'
import { cancelOutcome } from './cancel-outcome.ts'
import { dispatchOutcome } from './dispatch-outcome.ts'
import { jobsShape, runShape, runsShape, userShape } from './shapes.ts'
import type { DispatchBody, Workflows } from './workflows.ts'

interface Parts {
  readonly ask: Ask
  readonly read: Read
  readonly clock: Clock
  readonly host: string
}

const needs = 'the token needs the scope repo, a fine-grained token or an App the permission Actions: write'

export function createWorkflows({ ask, read, clock, host }: Parts): Workflows {
  let namesRuns = true

  const call = (method: Call['method'], repository: string, path: string, priority: Priority): Call => ({
    method,
    url: `${repositoryPath(repository)}/actions${path}`,
    repository,
    priority,
    allowance: 'rest',
  })
  const subject = (repository: string, undone: string, unsure: string): Subject => ({
    host,
    repository,
    undone,
    unsure,
    needs,
  })

  /** GitHub documents `return_run_details` since February 2026; a server that does not know it answers 400 or 422 and starts nothing. */
  async function post(dispatch: Call, body: DispatchBody): Promise<Reply> {
    if (!namesRuns) return ask({ ...dispatch, body })
    const reply = await ask({ ...dispatch, body: { ...body, return_run_details: true } })
    if (reply.kind !== 'answer' || !(reply.status === 400 || reply.status === 422)) return reply
    const plain = await ask({ ...dispatch, body })
    if (plain.kind === 'answer' && plain.status < 300) namesRuns = false
    return plain
  }

  return {
    async dispatch(repository, workflow, body) {
      const path = `/workflows/${encodeURIComponent(workflow)}/dispatches`
      const reply = await post(call('POST', repository, path, 'person'), body)
      const about = subject(repository, 'nothing was started', 'a run may have been started, so none is started again')
      return dispatchOutcome(reply, workflow, about, clock.now())
    },

    async dispatched(repository, workflow) {
      const runs = call('GET', repository, `/workflows/${encodeURIComponent(workflow)}/runs`, 'person')
      const query = { event: 'workflow_dispatch', per_page: 100 }
      const page = await read.find({ ...runs, query }, runsShape)
      // A server that does not know the filter tells the others too.
      return page?.workflow_runs.filter(({ event }) => event === null || event === query.event) ?? []
    },

    run: (repository, id) => read.find(call('GET', repository, `/runs/${id}`, 'reconcile'), runShape),

    async jobs(repository, run) {
      const jobs = call('GET', repository, `/runs/${run}/jobs`, 'reconcile')
      const found = await unless('not-found', () =>
        read.pages({ ...jobs, query: { filter: 'latest' } }, jobsShape, (page) => page.jobs),
      )
      return found ?? []
    },

    async cancel(repository, run) {
      const reply = await ask(call('POST', repository, `/runs/${run}/cancel`, 'person'))
      const about = subject(repository, 'nothing was cancelled', 'the run may be stopping')
      return cancelOutcome(reply, about, clock.now())
    },

    async login(repository) {
      const user = { ...call('GET', repository, '', 'person'), url: '/user' }
      // An App has no user: GitHub answers 403 to its token.
      return (await unless('forbidden', () => read.find(user, userShape)))?.login
    },
  }
}

async function unless<T>(kind: GitHubError['kind'], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof GitHubError && error.kind === kind) return undefined
    throw error
  }
}
