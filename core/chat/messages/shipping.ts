import { list } from '../../gates/words.ts'
import type { Shipment } from '../../github/shipment.ts'
import type { Piece } from '../message.ts'
import { short } from '../words.ts'

const mostTitles = 3
const mostNames = 5

/** What a deployment brings: how much of whom, and the newest titles. */
export function shipping({ commits, additions, deletions }: Shipment, repositoryUrl: string): Piece[][] {
  if (commits.length === 0) return []
  const authors = [...new Set(commits.map(({ author }) => author))]
  const pulls = [...new Set(commits.flatMap((commit) => commit.pulls))]
  const count = commits.length === 1 ? '1 commit' : `${commits.length} commits`
  const size = additions + deletions === 0 ? '' : `, +${additions} −${deletions} lines`
  return [
    [`ships ${count} by ${list(firstOf(authors))}${size}`, ...pulls.slice(0, mostNames).flatMap(linkTo(repositoryUrl))],
    ...commits
      .slice(0, mostTitles)
      .map(({ sha, title }): Piece[] => [
        '  ',
        { text: short(sha), url: `${repositoryUrl}/commit/${sha}` },
        ` ${title}`,
      ]),
    ...(commits.length > mostTitles ? [[`  and ${commits.length - mostTitles} more`]] : []),
  ]
}

const linkTo =
  (repositoryUrl: string) =>
  (pull: number): Piece[] => [' · ', { text: `#${pull}`, url: `${repositoryUrl}/pull/${pull}` }]

const firstOf = (names: readonly string[]) =>
  names.length <= mostNames ? names : [...names.slice(0, mostNames), `${names.length - mostNames} more`]
