import type { DeploymentBody } from '../../../core/github/github.ts'

export const token = 'ghp_notARealTokenAtAll'

export const body: DeploymentBody = {
  ref: 'main',
  task: 'deploy',
  auto_merge: true,
  environment: 'production',
  description: 'alice deploys web',
  payload: { request: 'r1' },
}

/** A deployment as GitHub's REST API writes it, with fields that we do not read. */
export const deployment = {
  url: 'https://api.github.com/repos/acme/web/deployments/7',
  id: 7,
  node_id: 'DE_x',
  sha: 'a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d',
  ref: 'main',
  task: 'deploy',
  payload: { request: 'r1' },
  original_environment: 'production',
  environment: 'production',
  description: 'alice deploys web',
  creator: { login: 'octocat', id: 1, type: 'User', site_admin: false },
  created_at: '2026-01-05T11:59:00Z',
  updated_at: '2026-01-05T11:59:00Z',
  performed_via_github_app: null,
}
