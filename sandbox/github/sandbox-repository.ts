import type { Json } from '../../core/json.ts'
import { author } from './git/author.ts'
import type { Branch } from './git/git-repository.ts'
import type { Deed, Hub } from './hub.ts'
import { createDeployment, deploymentInput } from './operations/create-deployment.ts'
import { commitStatusInput, createCommitStatus } from './operations/create-commit-status.ts'
import { changeDefaultBranch, renameRepository } from './operations/edit-repository.ts'
import { tellPush } from './operations/tell-push.ts'
import { checkRunInput, createCheckRun } from './operations/write-check-run.ts'
import { type Dispatch, dispatchInput, dispatchWorkflow } from './operations/dispatch-workflow.ts'
import { changeJob, endRun, type JobChange, runOf } from './operations/write-workflow-run.ts'
import { type ContextState, contextsOf } from './required-contexts.ts'
import { parseBody } from './route.ts'
import type { Deployment, Repository, Workflow, WorkflowRun } from './state.ts'

export interface CommitOptions {
  readonly message?: string
  /** Paths and their new text. */
  readonly files?: { readonly [path: string]: string }
  readonly remove?: readonly string[]
  /** Login of who wrote it. */
  readonly author?: string
}

/** A repository as people work on it: by pushing, and as their CI does. Everything tells the webhook what GitHub would. */
export interface SandboxRepository {
  readonly id: number
  readonly fullName: string
  readonly defaultBranch: string
  /** A `file://` address that git can clone and fetch from. */
  readonly cloneUrl: string
  /** Commits on a branch, made from the default branch when it is new. The sha. */
  commit(branch: string, options?: CommitOptions): Promise<string>
  /** Sets a commit status on a branch's head or a sha. */
  status(
    ref: string,
    context: string,
    state: 'error' | 'failure' | 'pending' | 'success',
    description?: string,
  ): Promise<void>
  /** Reports a check run; a conclusion completes it. Its id. */
  checkRun(ref: string, name: string, conclusion?: string): Promise<number>
  /** Head of a branch; of the default branch without a name. */
  head(branch?: string): Promise<string | undefined>
  /** What a branch, tag, or part of a sha stands for. */
  sha(ref: string): Promise<string | undefined>
  branches(): Promise<Branch[]>
  tag(name: string, ref: string): Promise<void>
  contexts(sha: string): ContextState[]
  /** Text of a file at a ref. */
  file(ref: string, path: string): Promise<string | undefined>
  paths(ref: string): Promise<string[]>
  subject(sha: string): Promise<string>
  /** A deployment made by somebody else, as through the API. */
  deploy(login: string, body: { readonly [key: string]: Json }): Promise<Deployment>
  /** Oldest first, each with its statuses. */
  deployments(): readonly Deployment[]
  /** Adds a workflow that can be dispatched. */
  workflow(workflow: Workflow): Promise<void>
  /** A run started by somebody else. */
  dispatch(login: string, file: string, body: Dispatch): Promise<WorkflowRun>
  /** Oldest first. */
  workflowRuns(): readonly WorkflowRun[]
  /** Moves a job of a run on. */
  job(run: number, name: string, change: JobChange): Promise<void>
  endRun(run: number, conclusion: string): Promise<void>
  rename(fullName: string): Promise<void>
  setDefaultBranch(branch: string): Promise<void>
}

/** Does something as somebody, makes it last, and sends its events. */
export type Acting = <T>(login: string | undefined, work: (deed: Deed) => Promise<T>) => Promise<T>

export function sandboxRepository(hub: Hub, repository: Repository, acting: Acting): SandboxRepository {
  const git = hub.git(repository)

  async function shaOf(ref: string): Promise<string> {
    const found = await git.resolve(ref)
    if (found === undefined) throw new Error(`${repository.fullName} has no ${ref}`)
    return found.sha
  }

  return {
    id: repository.id,
    cloneUrl: git.url,
    get fullName() {
      return repository.fullName
    },
    get defaultBranch() {
      return repository.defaultBranch
    },

    commit(branch, { message = `Change ${branch}`, files = {}, remove = [], author: login } = {}) {
      return acting(login, (deed) =>
        git.exclusively(async () => {
          const before = await git.head(branch)
          const from = before ?? (await git.head(repository.defaultBranch))
          const start = from === undefined ? {} : { from }
          const who = author(deed.actor.login)
          const sha = await git.commit({ branch, message, files, remove, author: who, ...start })
          await tellPush(deed, repository, branch, before, sha)
          return sha
        }),
      )
    },

    async status(ref, context, state, description) {
      const sha = await shaOf(ref)
      const input = parseBody(commitStatusInput, { context, state, description })
      await acting(undefined, (deed) => createCommitStatus(deed, repository, sha, input))
    },

    async checkRun(ref, name, conclusion) {
      const input = parseBody(checkRunInput, { name, head_sha: await shaOf(ref), conclusion })
      const run = await acting(undefined, (deed) => createCheckRun(deed, repository, input))
      return run.id
    },

    head: (branch = repository.defaultBranch) => git.head(branch),
    sha: async (ref) => (await git.resolve(ref))?.sha,
    branches: () => git.branches(),
    tag: async (name, ref) => git.setTag(name, await shaOf(ref)),
    contexts: (sha) => contextsOf(repository, sha),
    file: async (ref, path) => git.file(await shaOf(ref), path),
    paths: async (ref) => git.paths(await shaOf(ref)),
    subject: async (sha) => (await git.commitAt(sha))?.message.split('\n', 1)[0] ?? '',

    async deploy(login, body) {
      const input = parseBody(deploymentInput, body)
      const outcome = await acting(login, (deed) => createDeployment(deed, repository, input))
      if (outcome.kind === 'merged') throw new Error(outcome.message)
      return outcome.deployment
    },

    deployments: () => repository.deployments,

    workflow: (workflow) => acting(undefined, async () => void repository.workflows.push(workflow)),
    dispatch: (login, file, body) =>
      acting(login, (deed) => dispatchWorkflow(deed, repository, file, parseBody(dispatchInput, body))),
    workflowRuns: () => repository.workflowRuns,
    job: (run, name, change) => acting(undefined, async () => changeJob(runOf(repository, run), name, change)),
    endRun: (run, conclusion) => acting(undefined, async () => endRun(runOf(repository, run), conclusion)),

    rename: (fullName) => acting(undefined, async (deed) => renameRepository(deed, repository, fullName)),
    setDefaultBranch: (branch) => acting(undefined, (deed) => changeDefaultBranch(deed, repository, branch)),
  }
}
