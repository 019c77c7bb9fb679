import { describe, expect, test } from '@jest/globals'
import { createGitHub } from '../../../core/github/index.ts'
import { shipmentBetween } from '../../../core/github/what-ships.ts'
import { aGitHub } from '../../sandbox/github/a-github.ts'

const commit = (oid: string, parents: readonly string[], more: object = {}) => ({
  oid,
  messageHeadline: `title of ${oid}`,
  additions: 2,
  deletions: 1,
  author: { name: 'Ann', user: { login: 'ann' } },
  parents: { nodes: parents.map((parent) => ({ oid: parent })) },
  associatedPullRequests: { nodes: [] },
  ...more,
})

describe('of a history', () => {
  test('only what cannot be reached from the old commit ships, also past a merge of an older branch', () => {
    const history = [
      commit('merge', ['new', 'branch']),
      commit('new', ['live']),
      commit('live', ['root']),
      commit('branch', ['root']),
      commit('root', []),
    ]
    const ships = shipmentBetween(history, 'live')
    expect(ships?.commits.map(({ sha }) => sha)).toEqual(['merge', 'new', 'branch'])
    expect(ships).toMatchObject({ additions: 6, deletions: 3 })
  })

  test('that does not hold the old commit, nothing is said', () => {
    expect(shipmentBetween([commit('new', ['far'])], 'live')).toBeUndefined()
  })

  test.each([
    ['as GitHub tells', { associatedPullRequests: { nodes: [{ number: 7 }] } }, [7]],
    ['of a merge', { messageHeadline: 'Merge pull request #12 from acme/fix', associatedPullRequests: null }, [12]],
    ['of a squash', { messageHeadline: 'Mend the login (#9)' }, [9]],
    ['of none', {}, []],
  ])('pull requests are named %s', (_, more, pulls) => {
    const ships = shipmentBetween([commit('new', ['live'], more), commit('live', [])], 'live')
    expect(ships?.commits[0]?.pulls).toEqual(pulls)
  })

  test('who is no account is called by the name in the commit', () => {
    const history = [commit('new', ['live'], { author: { name: 'Bo', user: null } }), commit('live', [])]
    expect(shipmentBetween(history, 'live')?.commits[0]?.author).toBe('Bo')
  })
})

describe('asked of a GitHub', () => {
  const { github } = aGitHub()
  const own = () =>
    createGitHub({ apiUrl: github().url, graphqlUrl: `${github().url}/graphql`, auth: { token: github().token } })

  test('it is one GraphQL call, with titles, authors and size', async () => {
    const repository = await github().createRepository('acme/ships', { files: { 'a.txt': 'a\n' } })
    const from = await repository.commit('main', { files: { 'b.txt': 'b\n' } })
    await repository.commit('main', { message: 'Add two lines\n\nand why', files: { 'c.txt': 'c\nc\n' } })
    const to = await repository.commit('main', { message: 'Change one', files: { 'c.txt': 'c\nd\n' } })
    github().clearRequests()
    const ships = await own().ships('acme/ships', from, to)
    expect(ships?.commits.map(({ title }) => title)).toEqual(['Change one', 'Add two lines'])
    expect(ships).toMatchObject({ additions: 3, deletions: 1 })
    expect(github().requests()).toHaveLength(1)
  })

  test('a GitHub without GraphQL simply says less', async () => {
    const without = createGitHub({
      apiUrl: github().url,
      graphqlUrl: `${github().url}/nowhere`,
      auth: { token: github().token },
    })
    expect(await without.ships('acme/ships', 'a'.repeat(40), 'b'.repeat(40))).toBeUndefined()
  })
})
