import { accountOf, type Hub } from '../hub.ts'
import type { CheckRun, CommitStatus, Repository } from '../state.ts'
import { accountView } from './account-view.ts'
import { nodeId } from './node-id.ts'
import { repositoryUrl } from './repository-view.ts'

export const commitStatusView = (hub: Hub, repository: Repository, status: CommitStatus) => ({
  url: `${repositoryUrl(hub, repository)}/statuses/${status.sha}`,
  id: status.id,
  node_id: nodeId('StatusContext', status.id),
  state: status.state,
  description: status.description,
  target_url: status.targetUrl,
  context: status.context,
  created_at: status.createdAt,
  updated_at: status.createdAt,
  creator: accountView(hub, accountOf(hub.state, status.creator)),
})

export const checkSuiteView = (hub: Hub, repository: Repository, run: CheckRun) => ({
  id: run.suite,
  node_id: nodeId('CheckSuite', run.suite),
  head_sha: run.sha,
  head_branch: null,
  status: run.status,
  conclusion: run.conclusion,
  url: `${repositoryUrl(hub, repository)}/check-suites/${run.suite}`,
  app: { slug: run.app, name: run.app },
  created_at: run.startedAt,
  updated_at: run.completedAt ?? run.startedAt,
})

export const checkRunView = (hub: Hub, repository: Repository, run: CheckRun) => ({
  id: run.id,
  node_id: nodeId('CheckRun', run.id),
  head_sha: run.sha,
  name: run.name,
  external_id: '',
  url: `${repositoryUrl(hub, repository)}/check-runs/${run.id}`,
  html_url: `${hub.url}/${repository.fullName}/runs/${run.id}`,
  details_url: run.detailsUrl,
  status: run.status,
  conclusion: run.conclusion,
  started_at: run.startedAt,
  completed_at: run.completedAt,
  output: { title: null, summary: null, text: null, annotations_count: 0 },
  check_suite: { id: run.suite },
  app: { slug: run.app, name: run.app },
  pull_requests: [],
})
