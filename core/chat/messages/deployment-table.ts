import { span } from '../../gates/words.ts'
import type { Message } from '../message.ts'
import { refAt } from '../words.ts'

export interface Row {
  readonly id: number
  readonly at: number
  readonly who: string
  readonly ref: string
  readonly sha: string
  readonly task: string
  readonly environment: string
  readonly state: string
  readonly tookMs?: number
}

interface Listing {
  readonly title: string
  readonly rows: readonly Row[]
  /** Nothing has gone through us yet, so these are GitHub's own. */
  readonly fromGitHub: boolean
  readonly now: number
  readonly page?: string
}

/** `deploys`: newest first. */
export function deploymentTable({ title, rows, fromGitHub, now, page }: Listing): Message {
  if (rows.length === 0) return { title: `${title} has not been deployed yet` }
  return {
    title: `${title}: ${fromGitHub ? 'as GitHub tells, for nothing has gone through us yet' : 'the last deployments'}`,
    table: {
      head: ['id', 'when', 'who', 'what', 'environment', 'state', 'took'],
      rows: rows.map((row) => [
        `#${row.id}`,
        `${span(Math.max(0, now - row.at))} ago`,
        row.who,
        what(row),
        row.environment,
        row.state,
        row.tookMs === undefined ? '' : span(row.tookMs),
      ]),
    },
    ...(page !== undefined && { link: { label: 'more', url: page } }),
  }
}

function what({ task, ref, sha }: Row): string {
  if (task === 'deploy') return refAt(ref, sha)
  return task === 'rollback' ? `back to ${refAt(ref, sha)}` : `${task} of ${refAt(ref, sha)}`
}
