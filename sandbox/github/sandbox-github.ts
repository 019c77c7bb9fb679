import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { createApi } from './api.ts'
import { createCi } from './ci.ts'
import { createFaults, type Faults } from './faults.ts'
import { accountOf, createHub, type Deed, findRepository, type RunDetails } from './hub.ts'
import { createJournal, type JournalEntry } from './journal.ts'
import type { OAuth } from './oauth.ts'
import { routes } from './routes/index.ts'
import { type Acting, type CommitOptions, type SandboxRepository, sandboxRepository } from './sandbox-repository.ts'
import type { Account, Repository, State } from './state.ts'
import { openStateFile } from './state-file.ts'
import type { Attempt, ContentType } from './webhooks/post.ts'
import { createWebhooks, type Delivery } from './webhooks/webhooks.ts'

export interface SandboxGitHubOptions {
  /** Everything is kept here; a second start on the same directory goes on. */
  readonly dir: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  readonly webhook?: { readonly url: string; readonly secret: string; readonly contentType?: ContentType }
  /** Token of the account that the API client uses; random without it. */
  readonly token?: string
  /** Milliseconds since 1970; for tests that need an old deployment. */
  readonly clock?: () => number
  readonly log?: (line: string) => void
  /** With it, a CI runs on the merges that GitHub makes, and takes so long. */
  readonly ciTakesMs?: number
  /** Default `told`. */
  readonly runDetails?: RunDetails
}

export interface SandboxGitHub {
  /** Base of the API; GraphQL is at `/graphql` below it. */
  readonly url: string
  /** Token of the main account, `slip`. */
  readonly token: string
  readonly faults: Faults
  /** Makes a repository with one commit on its default branch. */
  createRepository(fullName: string, options?: RepositoryOptions): Promise<SandboxRepository>
  repository(fullName: string): SandboxRepository
  repositories(): readonly SandboxRepository[]
  readonly cloneUrl: (fullName: string) => string
  /** An account with a token of its own, made when it is new. */
  account(login: string, options?: AccountOptions): Account
  /** People at their browsers, for the device flow. */
  readonly oauth: OAuth
  /** Says who is in a team, `org/team`. */
  readonly setTeam: (team: string, logins: readonly string[]) => void
  /** Where events go from now on; a ping goes there at once. */
  setWebhook(url: string, secret: string, contentType?: ContentType): Promise<void>
  deliveries(): readonly Delivery[]
  /** Sends a delivery again under the same `X-GitHub-Delivery`. */
  redeliver(id: number): Promise<Attempt>
  /** Keeps deliveries back until `releaseWebhooks`. */
  holdWebhooks(): void
  releaseWebhooks(): Promise<void>
  /** Resolves when no delivery is on its way. */
  settled(): Promise<void>
  /** Requests to the API since the start, or since `clearRequests`. */
  requests(): readonly JournalEntry[]
  clearRequests(): void
  close(): Promise<void>
}

export interface RepositoryOptions extends CommitOptions {
  readonly defaultBranch?: string
}

export interface AccountOptions {
  /** Slug of the App behind a bot. Deployments by `github-actions` come from a workflow. */
  readonly app?: string
  readonly access?: Account['access']
}

const mainLogin = 'slip'
const firstId = 1001

const account = (id: number, login: string, { app, access = 'write' }: AccountOptions, token?: string): Account => ({
  id,
  login,
  type: app === undefined ? 'User' : 'Bot',
  token: token ?? `sandbox_${randomBytes(20).toString('hex')}`,
  access,
  ...(app === undefined ? {} : { app }),
})

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/**
 * Starts a GitHub on this machine: the API over HTTP, repositories as bare git repositories below `dir`.
 * Rejects with the error of node:http when the port is taken.
 */
export async function startSandboxGitHub(options: SandboxGitHubOptions): Promise<SandboxGitHub> {
  const { dir, port = 0, token, clock = Date.now, log = () => undefined, ciTakesMs, runDetails = 'told' } = options
  await mkdir(join(dir, 'repositories'), { recursive: true })
  const fresh = (): State => ({
    nextId: firstId + 1,
    accounts: [account(firstId, mainLogin, {}, token)],
    repositories: [],
  })
  const { state, save } = await openStateFile(join(dir, 'github.json'), fresh)

  const server = createServer()
  const url = `http://127.0.0.1:${await listen(server, port)}`
  const gitDir = (id: number) => join(dir, 'repositories', `${id}.git`)
  const hub = createHub({ state, url, gitDir, clock, runDetails })
  const script = createFaults()
  const journal = createJournal()
  const webhooks = createWebhooks({ fateOf: script.takeDelivery, log })
  hub.hooks = { current: webhooks.hook, ping: () => void webhooks.ping(), deliveries: webhooks.deliveries }
  server.on('request', createApi({ hub, routes, script, webhooks, journal, save, log }))

  const acting: Acting = async (login, work) => {
    const deed: Deed = { hub, actor: accountOf(state, login ?? mainLogin), events: [] }
    const done = await work(deed)
    await save()
    void webhooks.send(deed.events)
    return done
  }

  const ci = ciTakesMs === undefined ? undefined : createCi(acting, ciTakesMs, log)
  if (ci !== undefined) hub.ci = ci.run

  const opened = new Map<number, SandboxRepository>()
  function open(found: Repository): SandboxRepository {
    const repository = opened.get(found.id) ?? sandboxRepository(hub, found, acting)
    opened.set(found.id, repository)
    return repository
  }

  function repository(fullName: string): SandboxRepository {
    const found = findRepository(state, fullName)
    if (found === undefined) throw new Error(`the sandbox GitHub has no repository ${fullName}`)
    return open(found)
  }

  async function createRepository(fullName: string, made: RepositoryOptions = {}): Promise<SandboxRepository> {
    const { defaultBranch = 'main', message = 'Begin', ...commit } = made
    const added: Repository = {
      id: hub.nextId(),
      fullName,
      formerNames: [],
      defaultBranch,
      createdAt: hub.now(),
      statuses: [],
      checkRuns: [],
      deployments: [],
      workflows: [],
      workflowRuns: [],
    }
    await hub.git(added).init(defaultBranch)
    state.repositories.push(added)
    const opened = open(added)
    await opened.commit(defaultBranch, { message, ...commit })
    return opened
  }

  if (options.webhook) await webhooks.setHook(options.webhook.url, options.webhook.secret, options.webhook.contentType)

  return {
    url,
    token: accountOf(state, mainLogin).token,
    faults: script,
    createRepository,
    repository,
    repositories: () => state.repositories.map(open),
    cloneUrl: (fullName) => repository(fullName).cloneUrl,

    account(login, wanted = {}) {
      const known = state.accounts.find((one) => one.login === login)
      if (known !== undefined) return known
      const added = account(hub.nextId(), login, wanted)
      state.accounts.push(added)
      return added
    },

    oauth: hub.oauth,
    setTeam: (team, logins) => void hub.teams.set(team.toLowerCase(), logins),
    setWebhook: webhooks.setHook,
    deliveries: webhooks.deliveries,
    redeliver: webhooks.redeliver,
    holdWebhooks: webhooks.hold,
    releaseWebhooks: webhooks.release,
    settled: webhooks.settled,
    requests: () => journal.entries,
    clearRequests: journal.clear,

    async close() {
      ci?.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await webhooks.close()
      await save()
    },
  }
}
