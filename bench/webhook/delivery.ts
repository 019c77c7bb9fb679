import { createHmac } from 'node:crypto'

export const secret = 'the secret of the bench'

const links = (base: string, names: string) =>
  Object.fromEntries(names.split(' ').map((name) => [`${name}_url`, `${base}/${name}{/id}`]))

const account = (login: string) => ({
  login,
  id: 21031067,
  node_id: 'MDQ6VXNlcjIxMDMxMDY3',
  gravatar_id: '',
  type: 'User',
  site_admin: false,
  ...links(
    `https://api.github.com/users/${login}`,
    'avatar html followers following gists starred subscriptions organizations repos events received_events',
  ),
})

/** What a `deployment` event carries: some 7 kB, most of it links. */
const event = {
  action: 'created',
  deployment: {
    id: 145988746,
    sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
    ref: 'main',
    task: 'deploy',
    payload: { name: 'webapp', request: '3f0c9a4e', hosts: [], config: { provider: 'shell' } },
    environment: 'production',
    description: 'alice deploys main to production',
    creator: account('alice'),
    created_at: '2026-01-01T00:00:00Z',
    ...links('https://api.github.com/repos/acme/webapp/deployments/145988746', 'statuses repository'),
  },
  repository: {
    id: 186853002,
    full_name: 'acme/webapp',
    default_branch: 'main',
    owner: account('acme'),
    ...links(
      'https://api.github.com/repos/acme/webapp',
      'html forks keys collaborators teams hooks issue_events events assignees branches tags blobs git_tags git_refs trees statuses languages stargazers contributors subscribers subscription commits git_commits comments issue_comment contents compare merges archive downloads issues pulls milestones notifications labels releases deployments git ssh clone svn mirror',
    ),
  },
  sender: account('alice'),
}

export const body = JSON.stringify(event)

/** A delivery up to its id and from there on, as bytes to be written to a socket. */
export const request = {
  start:
    'POST /webhooks/github HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: GitHub-Hookshot/bench\r\nX-GitHub-Delivery: ',
  rest: [
    '',
    'X-GitHub-Event: deployment',
    `X-Hub-Signature-256: sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n'),
}
