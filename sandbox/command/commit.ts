import { GitError } from '../github/git/run-git.ts'
import { setChecks } from '../set-checks.ts'
import { pickApp } from './pick-app.ts'
import type { SandboxCommand } from './parse.ts'
import { SandboxError, type SandboxParts } from './sandbox-parts.ts'

const headlines = [
  'The header is blue now',
  'The search box finds things',
  'The footer knows what year it is',
  'The logo is a little larger',
  'The front page loads faster',
  'The contact form says thank you',
  'The menu opens on a tap',
  'The prices have two digits',
]
const people = ['alice', 'bob']
const slowSeconds = 20 // long enough to cancel it, and to queue behind it

const outlook = {
  green: 'its checks are green',
  red: 'its check ci/test failed',
  pending: 'its check ci/test is pending; `sandbox green` ends it',
}

/** Commits a change that the service will show, and sets its checks. A file of its own, so that branches never conflict. */
export async function commit(
  { checks, slow, branch: asked, app }: Extract<SandboxCommand, { kind: 'commit' }>,
  { github, apps, nextCommit }: SandboxParts,
): Promise<string> {
  const repository = github.repository(pickApp(apps, app).repository)
  const branch = asked ?? repository.defaultBranch
  const head = await repository.head(branch)
  const wasSlow = (await repository.paths(head ?? repository.defaultBranch)).includes('slow')
  const number = await nextCommit()
  const headline = headlines[(number - 1) % headlines.length] ?? ''

  try {
    const sha = await repository.commit(branch, {
      message: headline,
      author: people[number % people.length] ?? '',
      files: {
        [`changes/${String(number + 1).padStart(4, '0')}.txt`]: `${headline}\n`,
        ...(slow ? { slow: `${slowSeconds}\n` } : {}),
      },
      remove: wasSlow && !slow ? ['slow'] : [],
    })
    await setChecks(repository, sha, checks)
    const where = head === undefined ? `the new branch ${branch}` : branch
    const pace = slow ? `; its deploy takes ${slowSeconds} s` : ''
    return `${sha.slice(0, 7)} is on ${where} of ${repository.fullName}: "${headline}"; ${outlook[checks]}${pace}`
  } catch (error) {
    if (error instanceof GitError)
      throw new SandboxError(`${branch} is no name for a branch; try \`sandbox commit on topic\``)
    throw error
  }
}
