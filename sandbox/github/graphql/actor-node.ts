import type { Account } from '../state.ts'
import { nodeId } from '../views/node-id.ts'

/** A user or a bot; GraphQL leaves the `[bot]` away that REST shows. */
export const actorNode = ({ type, id, login }: Account) => ({
  __typename: type === 'Bot' ? 'Bot' : 'User',
  id: nodeId(type, id),
  databaseId: id,
  login: login.replace(/\[bot\]$/, ''),
  name: login,
  url: `https://github.com/${login}`,
  avatarUrl: `https://github.com/${login}.png`,
})
