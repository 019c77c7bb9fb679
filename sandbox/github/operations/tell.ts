import type { Json } from '../../../core/json.ts'
import type { Deed } from '../hub.ts'
import type { Repository } from '../state.ts'
import { accountView } from '../views/account-view.ts'
import { repositoryView } from '../views/repository-view.ts'

/** Notes an event for the webhook; every one of them carries the repository and who did it. */
export function tell(
  { hub, actor, events }: Deed,
  repository: Repository,
  name: string,
  payload: { readonly [key: string]: Json },
): void {
  events.push({
    name,
    payload: { ...payload, repository: repositoryView(hub, repository), sender: accountView(hub, actor) },
  })
}
