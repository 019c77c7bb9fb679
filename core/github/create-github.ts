import { z } from 'zod'
import { version } from '../config/version.ts'
import { addresses } from './addresses.ts'
import { archive } from './archive.ts'
import { appCredentials, type AppKey } from './app-credentials.ts'
import { createAsk, type Call } from './ask.ts'
import { checks } from './checks.ts'
import { clip } from './clip.ts'
import { systemClock, type Clock } from './clock.ts'
import { commit } from './commit.ts'
import { createOutcome } from './create-outcome.ts'
import { deploymentShape } from './deployment-shape.ts'
import type { GitHub, Priority } from './github.ts'
import { GitHubError } from './github-error.ts'
import { createGlance } from './glance.ts'
import { silent, type GitHubLog } from './log.ts'
import { publicContentLimits, type ContentLimit } from './pace.ts'
import { createRead } from './read.ts'
import { branchPaths } from './branch-paths.ts'
import { branchShape } from './branch-shape.ts'
import { refShape } from './ref-shape.ts'
import { repositoryPath } from './repository-path.ts'
import { repositoryShape } from './repository-shape.ts'
import { createSender } from './send.ts'
import { statusOutcome } from './status-outcome.ts'
import { statusShape } from './status-shape.ts'
import { isInTeam } from './team-membership.ts'
import { tokenCredentials } from './token-credentials.ts'
import { trouble, type Subject } from './trouble.ts'
import { createWorkflows } from './workflows/create-workflows.ts'
import { whatShips } from './what-ships.ts'

export type GitHubAuth = { readonly token: string } | AppKey

export interface GitHubOptions {
  /** Default `https://api.github.com`; the other two addresses are derived from it. */
  readonly apiUrl?: string | undefined
  readonly graphqlUrl?: string | undefined
  readonly serverUrl?: string | undefined
  readonly auth: GitHubAuth
  readonly log?: GitHubLog
  readonly userAgent?: string
  /** For one request, from its start to the last byte of the answer; default 10 s. */
  readonly timeoutMs?: number
  readonly clock?: Clock
  /** Default: GitHub's documented ones on the public service, none on Enterprise servers, which have none by default. */
  readonly contentLimits?: readonly ContentLimit[]
}

const unsure = {
  create: 'the deployment may have been made, so it is looked for before it is asked for again',
  status: 'the status may have been posted, so it is looked up before it is repeated',
}

/**
 * A GitHub, seen with one token or as one App. Throws GitHubError at once for addresses and credentials that cannot be
 * right; nothing is asked of GitHub before the first call.
 */
export function createGitHub(options: GitHubOptions): GitHub {
  const { apiUrl, graphqlUrl, serverUrl, host, isPublic } = addresses(options)
  const { auth, log = silent, userAgent = `slipway/${version}`, timeoutMs = 10_000, clock = systemClock } = options
  const contentLimits = options.contentLimits ?? (isPublic ? publicContentLimits : [])

  const sender = createSender({ apiUrl, userAgent, timeoutMs, log, clock })
  const credentials = 'token' in auth ? tokenCredentials(auth.token) : appCredentials(auth, sender, clock)
  const ask = createAsk({ sender, credentials, clock, contentLimits })
  const read = createRead(ask, host, clock)

  const subject = (repository: string, doing: keyof typeof unsure): Subject => ({
    host,
    repository,
    undone: doing === 'create' ? 'nothing was created' : 'nothing was posted',
    unsure: unsure[doing],
  })
  const restCall = (method: Call['method'], repository: string, path: string, priority: Priority): Call => ({
    method,
    url: `${repositoryPath(repository)}${path}`,
    repository,
    priority,
    allowance: 'rest',
  })

  return {
    host,
    serverUrl,

    async createDeployment(repository, body) {
      const call = restCall('POST', repository, '/deployments', 'person')
      const reply = await ask({ ...call, body: { ...body, description: clip(body.description) } })
      return createOutcome(reply, subject(repository, 'create'), clock.now())
    },

    async createStatus(repository, deployment, body) {
      const call = restCall('POST', repository, `/deployments/${deployment}/statuses`, 'status')
      const reply = await ask({ ...call, body: { ...body, description: clip(body.description) } })
      return statusOutcome(reply, subject(repository, 'status'), clock.now())
    },

    deployment: (repository, id) =>
      read.find(restCall('GET', repository, `/deployments/${id}`, 'status'), deploymentShape),

    deployments(repository, filter) {
      const call = restCall('GET', repository, '/deployments', 'person')
      return read.get({ ...call, query: { ...filter, per_page: 100 } }, z.array(deploymentShape))
    },

    statuses(repository, deployment) {
      const call = restCall('GET', repository, `/deployments/${deployment}/statuses`, 'status')
      return read.get({ ...call, query: { per_page: 100 } }, z.array(statusShape))
    },

    async branchHead(repository, branch) {
      const paths = branchPaths(branch)
      if (paths === undefined) return undefined
      const found = await read.find(restCall('GET', repository, paths.ref, 'person'), refShape)
      if (found?.ref === `refs/heads/${branch}`) return found.object.sha
      // Servers before Enterprise 2.20 know a single ref only by its branch.
      const named = await read.find(restCall('GET', repository, paths.branch, 'person'), branchShape)
      return named?.name === branch ? named.commit.sha : undefined
    },

    commit: (repository, ref) => commit(read, repository, ref),

    checks: (repository, sha) => checks(read, repository, sha),

    repository: (repository) => read.find(restCall('GET', repository, '', 'person'), repositoryShape),

    glance: createGlance({ ask, read, credentials, clock, log, host, graphqlUrl }),

    workflows: createWorkflows({ ask, read, clock, host }),
    archive: (repository, sha) => archive(ask, read, repository, sha),
    isInTeam: (repository, team, login) => isInTeam(read, repository, team, login),
    ships: (repository, from, to) => whatShips({ ask, graphqlUrl }, repository, from, to),

    async cloneToken(repository) {
      const credential = await credentials.of(repository)
      if (credential.kind === 'credential') return credential.token
      const about = { ...subject(repository, 'status'), undone: 'nothing could be cloned' }
      throw new GitHubError(trouble(credential, about, clock.now()))
    },
  }
}
