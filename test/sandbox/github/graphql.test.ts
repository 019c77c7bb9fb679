import { beforeAll, expect, test } from '@jest/globals'
import { graphql } from '@octokit/graphql'
import type { SandboxRepository } from '../../../sandbox/github/index.ts'
import { aGitHub } from './a-github.ts'

const { github } = aGitHub()
let web: SandboxRepository
const ask = (query: string, variables: Record<string, unknown> = {}) =>
  graphql.defaults({ baseUrl: github().url, headers: { authorization: `bearer ${github().token}` } })<
    Record<string, unknown>
  >(query, variables)

beforeAll(async () => {
  github().account('robot[bot]', { app: 'robot' })
  web = await github().createRepository('acme/web')
  await web.deploy('slip', { ref: 'main', environment: 'qa', payload: { name: 'web' } })
  await web.deploy('robot[bot]', { ref: 'main', environment: 'staging' })
})

test('repositories by alias, with their newest deployments', async () => {
  const fields = `
    databaseId nameWithOwner
    defaultBranchRef { name target { oid } }
    deployments(first: 1, orderBy: { field: CREATED_AT, direction: DESC }) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        databaseId commitOid ref { name } task environment payload description
        creator { login __typename } createdAt state latestStatus { state }
      }
    }`
  const answer = await ask(`query { r0: repository(owner: "acme", name: "web") { ${fields} } }`)
  const head = await web.head()
  expect(answer['r0']).toEqual({
    databaseId: web.id,
    nameWithOwner: 'acme/web',
    defaultBranchRef: { name: 'main', target: { oid: head } },
    deployments: {
      totalCount: 2,
      pageInfo: { hasNextPage: true, endCursor: '0' },
      nodes: [
        {
          databaseId: web.deployments()[1]?.id,
          commitOid: head,
          ref: { name: 'main' },
          task: 'deploy',
          environment: 'staging',
          payload: '',
          description: '',
          creator: { login: 'robot', __typename: 'Bot' },
          createdAt: expect.any(String),
          state: 'PENDING',
          latestStatus: null,
        },
      ],
    },
  })
})

test('the payload is text; after the cursor comes the next', async () => {
  const answer = await ask(
    `query ($name: String!, $after: String) {
      repository(owner: "acme", name: $name) {
        deployments(first: 5, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
          nodes { environment payload }
        }
      }
    }`,
    { name: 'web', after: '0' },
  )
  expect(answer).toEqual({ repository: { deployments: { nodes: [{ environment: 'qa', payload: '{"name":"web"}' }] } } })
})

test('one that is not there is null beside an error of type NOT_FOUND; the others are answered', async () => {
  const asked = ask(`query {
    r0: repository(owner: "acme", name: "web") { databaseId }
    r1: repository(owner: "acme", name: "gone") { databaseId }
  }`)
  await expect(asked).rejects.toMatchObject({
    data: { r0: { databaseId: web.id }, r1: null },
    errors: [{ type: 'NOT_FOUND', path: ['r1'], message: expect.stringContaining("'acme/gone'") }],
  })
})

test('a field that GitHub does not have is an error', async () => {
  await expect(ask('query { repository(owner: "acme", name: "web") { deploys } }')).rejects.toThrow('deploys')
})

test('what a branch is ahead by, with authors', async () => {
  const sha = await web.commit('topic', { message: 'Paint it', files: { 'x.txt': 'x' } })
  await web.status('topic', 'ci/build', 'pending')
  const answer = await ask(`query {
    repository(owner: "acme", name: "web") {
      ref(qualifiedName: "refs/heads/main") {
        compare(headRef: "topic") {
          status aheadBy behindBy
          commits(last: 50) {
            nodes { oid messageHeadline author { user { login } } statusCheckRollup { state } }
          }
        }
      }
    }
  }`)
  expect(answer).toEqual({
    repository: {
      ref: {
        compare: {
          status: 'AHEAD',
          aheadBy: 1,
          behindBy: 0,
          commits: {
            nodes: [
              {
                oid: sha,
                messageHeadline: 'Paint it',
                author: { user: { login: 'slip' } },
                statusCheckRollup: { state: 'PENDING' },
              },
            ],
          },
        },
      },
    },
  })
})
