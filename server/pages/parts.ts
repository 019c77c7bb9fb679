import type { DeploymentRecord } from '../../core/records/deployment.ts'
import { type Html, html } from './html.ts'

/** Pieces that more than one page shows. */

export const time = (ms: number | undefined): Html =>
  ms === undefined
    ? html`<span class="soft">not yet</span>`
    : html`<time datetime="${new Date(ms).toISOString()}">${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`

export const commit = (sha: string): Html => html`<code title="${sha}">${sha.slice(0, 7)}</code>`

/** A branch or tag with its commit; a commit that was asked for by its sha is not said twice. */
export const version = ({ ref, sha }: Pick<DeploymentRecord, 'ref' | 'sha'>): Html =>
  ref === sha ? commit(sha) : html`${ref} ${commit(sha)}`

export const state = ({ state: word }: Pick<DeploymentRecord, 'state'>): Html =>
  html`<span class="state ${word}">${word.replace('_', ' ')}</span>`

export const linkTo = ({ id }: Pick<DeploymentRecord, 'id'>): Html => html`<a href="/deployments/${id}">#${id}</a>`

/** How long it ran: `1 min 5 s`. */
export function took({ startedAt, endedAt }: Pick<DeploymentRecord, 'startedAt' | 'endedAt'>): string | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined
  const seconds = Math.max(0, Math.round((endedAt - startedAt) / 1000))
  const minutes = Math.floor(seconds / 60)
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`
}

/** An address that a provider gave: a link only where it is one of the web. */
export const outside = (url: string): Html =>
  /^https?:\/\//i.test(url) ? html`<a href="${url}" rel="noreferrer">${url}</a>` : html`${url}`
