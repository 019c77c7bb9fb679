import type { Hub } from '../hub.ts'
import type { Account } from '../state.ts'
import { nodeId } from './node-id.ts'

/** A user, bot or organization as it stands in other objects. */
export const accountView = ({ url }: Hub, { id, login, type }: Account) => ({
  login,
  id,
  node_id: nodeId(type, id),
  avatar_url: `${url}/avatars/${id}`,
  gravatar_id: '',
  url: `${url}/users/${encodeURIComponent(login)}`,
  html_url: `${url}/${encodeURIComponent(login)}`,
  type,
  user_view_type: 'public',
  site_admin: false,
})

/** An owner has no token with us; GitHub shows organizations in the shape of users. */
export const ownerView = (hub: Hub, login: string) =>
  accountView(
    hub,
    hub.state.accounts.find((account) => account.login === login) ?? {
      id: 1,
      login,
      type: 'Organization',
      token: '',
      access: 'none',
    },
  )
