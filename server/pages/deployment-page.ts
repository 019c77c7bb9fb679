import { type DeploymentRecord, isFinal } from '../../core/records/deployment.ts'
import { followLog } from './follow-log.ts'
import { type Html, html } from './html.ts'
import type { Page } from './layout.ts'
import { commit, linkTo, outside, state, time, took } from './parts.ts'

export interface LogExcerpt {
  readonly text: string
  /** Byte offsets in the whole log: where the text begins, and where to read on. */
  readonly from: number
  readonly next: number
}

/** One deployment: its facts, what was said about it, and its log, which goes on by itself while it runs. */
export function deploymentPage(record: DeploymentRecord, log: LogExcerpt): Page {
  const live = !isFinal(record.state)
  return {
    title: `#${record.id} ${record.app} to ${record.environment}`,
    main: html`<h1>${record.app} to ${record.environment} <span class="soft">#${record.id}</span></h1>
<p>${state(record)}${record.summary && html` <span class="soft">${record.summary}</span>`}</p>
${facts(record)}
<h2>Statuses</h2>
${record.steps.length === 0 ? html`<p class="soft">None yet.</p>` : statuses(record)}
<h2>Log</h2>
${live ? html`<p class="soft" id="follow">Goes on while the deployment runs.</p>` : undefined}
${log.from > 0 ? html`<p class="soft">Only its end is shown here. <a href="/api/deployments/${record.id}/log">Read all of it.</a></p>` : undefined}
<pre id="log" tabindex="0" data-follow="/api/deployments/${record.id}/log?follow=1&amp;from=${log.next}">${log.text}</pre>`,
    ...(live && { script: followLog }),
  }
}

const facts = (record: DeploymentRecord): Html => html`<dl>
${fact('Repository', record.repository)}
${fact('Ref', record.ref)}
${fact('Commit', html`<code>${record.sha}</code>`)}
${fact('Before', record.previousSha && commit(record.previousSha))}
${fact('Task', record.task)}
${fact('Hosts', record.hosts.join(', '))}
${fact('Who', record.who.name)}
${fact('Because', record.reason)}
${fact('Checks', record.force ? 'passed over with !' : undefined)}
${fact('Repeats', linked(record.retryOf))}
${fact('Takes back', linked(record.rollback?.of))}
${fact('Brings back', linked(record.rollback?.to))}
${fact('Asked', time(record.createdAt))}
${fact('Started', time(record.startedAt))}
${fact('Ended', time(record.endedAt))}
${fact('Took', took(record))}
${fact('Cancelled by', record.cancel?.by)}
${fact('Progress', progress(record))}
${fact('Runs at', record.url && outside(record.url))}
</dl>`

const linked = (id: number | undefined): Html | undefined => (id === undefined ? undefined : linkTo({ id }))

function progress({ progress: step }: DeploymentRecord): Html | undefined {
  if (!step) return undefined
  const phase = step.percent === undefined ? step.phase : `${step.phase} (${step.percent} %)`
  return step.url === undefined ? html`${phase}` : html`${phase}, ${outside(step.url)}`
}

const fact = (name: string, value: Html | string | undefined): Html | undefined =>
  value === undefined || value === '' ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`

const statuses = ({ steps }: DeploymentRecord): Html => html`<div class="scroll"><table>
<tbody>${steps.map(
  (step) => html`<tr><td>${time(step.at)}</td><td>${state(step)}</td><td>${step.description}</td></tr>`,
)}</tbody>
</table></div>`
