import type { Stage } from '../stage.ts'
import { StoryBroke } from '../story-broke.ts'

/** Head of a branch of webapp. */
export async function headOf({ sandbox }: Stage, branch: string): Promise<string> {
  const sha = await sandbox.github.repository('acme/webapp').head(branch)
  if (sha === undefined) throw new StoryBroke(`a branch ${branch}`, 'none')
  return sha
}
