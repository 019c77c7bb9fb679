import type { Deed } from '../hub.ts'
import type { Repository } from '../state.ts'
import { splitName } from '../views/repository-view.ts'
import { tell } from './tell.ts'

/** Gives the repository another owner/name; the old one goes on as a redirect. */
export function renameRepository(deed: Deed, repository: Repository, fullName: string): void {
  const { name } = splitName(repository.fullName)
  repository.formerNames.push(repository.fullName)
  repository.fullName = fullName
  tell(deed, repository, 'repository', { action: 'renamed', changes: { repository: { name: { from: name } } } })
}

/** Makes another branch the default one. */
export async function changeDefaultBranch(deed: Deed, repository: Repository, branch: string): Promise<void> {
  const from = repository.defaultBranch
  await deed.hub.git(repository).setDefaultBranch(branch)
  repository.defaultBranch = branch
  tell(deed, repository, 'repository', { action: 'edited', changes: { default_branch: { from } } })
}
