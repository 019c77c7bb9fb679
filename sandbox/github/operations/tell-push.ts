import { author } from '../git/author.ts'
import type { Deed } from '../hub.ts'
import type { Repository } from '../state.ts'
import { pushedCommitView } from '../views/commit-view.ts'
import { tell } from './tell.ts'

const nothing = '0'.repeat(40)
const eventHolds = 20 // commits; GitHub cuts longer lists in push events

/** Tells of a branch that now stands at `after`. */
export async function tellPush(
  deed: Deed,
  repository: Repository,
  branch: string,
  before: string | undefined,
  after: string,
): Promise<void> {
  const { hub, actor } = deed
  const git = hub.git(repository)
  const pushed = await git.log(before === undefined ? after : `${before}..${after}`, eventHolds)
  const commits = pushed.toReversed().map((commit) => pushedCommitView(hub, repository, commit))
  const page = `${hub.url}/${repository.fullName}/compare`
  tell(deed, repository, 'push', {
    ref: `refs/heads/${branch}`,
    before: before ?? nothing,
    after,
    created: before === undefined,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${page}/${(before ?? nothing).slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: commits.at(-1) ?? null,
    pusher: { name: actor.login, email: author(actor.login).email },
  })
}
