import { accountOf, type Hub } from '../hub.ts'
import type { Repository, WorkflowJob, WorkflowRun } from '../state.ts'
import { accountView } from './account-view.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './repository-view.ts'

const pageOf = (hub: Hub, { fullName }: Repository, { id }: WorkflowRun) => `${hub.url}/${fullName}/actions/runs/${id}`

export function dispatchedView(hub: Hub, repository: Repository, run: WorkflowRun) {
  return {
    workflow_run_id: run.id,
    run_url: `${repositoryUrl(hub, repository)}/actions/runs/${run.id}`,
    html_url: pageOf(hub, repository, run),
  }
}

/** A run as GitHub shows it: what its inputs were is not told. */
export function runView(hub: Hub, repository: Repository, run: WorkflowRun) {
  const url = `${repositoryUrl(hub, repository)}/actions/runs/${run.id}`
  const actor = accountView(hub, accountOf(hub.state, run.actor))
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.title,
    display_title: run.title,
    run_number: run.number,
    run_attempt: 1,
    event: 'workflow_dispatch',
    path: `.github/workflows/${run.workflow}`,
    head_branch: run.branch,
    head_sha: run.sha,
    status: run.status,
    conclusion: run.conclusion,
    actor,
    triggering_actor: actor,
    created_at: run.createdAt,
    run_started_at: run.createdAt,
    updated_at: hub.now(),
    url,
    html_url: pageOf(hub, repository, run),
    jobs_url: `${url}/jobs`,
    cancel_url: `${url}/cancel`,
  }
}

export function jobView(hub: Hub, repository: Repository, run: WorkflowRun, job: WorkflowJob) {
  return {
    id: job.id,
    run_id: run.id,
    run_attempt: 1,
    head_sha: run.sha,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    html_url: `${pageOf(hub, repository, run)}/job/${job.id}`,
    steps: job.steps.map(({ name, conclusion }, i) => ({
      name,
      number: i + 1,
      status: conclusion === null ? 'in_progress' : 'completed',
      conclusion,
    })),
  }
}
