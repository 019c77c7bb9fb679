import type { DeploymentRecord } from '../../core/records/deployment.ts'
import type { TargetNow } from '../targets-now.ts'
import { type Html, html } from './html.ts'
import type { Page } from './layout.ts'
import { commit, linkTo, state, time, took, version } from './parts.ts'

/** What runs where, and what was deployed last. */
export const homePage = (targets: readonly TargetNow[], last: readonly DeploymentRecord[]): Page => ({
  title: 'Slipway',
  main: html`<h1>Targets</h1>
${targets.length === 0 ? html`<p class="soft">apps.json names none that works.</p>` : targetTable(targets)}
<h2>Last deployments</h2>
${last.length === 0 ? html`<p class="soft">Nothing was deployed yet. Say <code>deploy app to environment</code> in chat.</p>` : deploymentTable(last)}`,
})

const targetTable = (targets: readonly TargetNow[]): Html => html`<div class="scroll"><table>
<thead><tr><th>App</th><th>Environment</th><th>Live</th><th>Running</th><th>Waiting</th></tr></thead>
<tbody>${targets.map(targetRow)}</tbody>
</table></div>`

const targetRow = ({ target, live, running, line, waits }: TargetNow): Html => html`<tr>
<td>${target.app}</td>
<td>${target.environment}</td>
<td>${liveCell(live)}</td>
<td>${running && html`${version(running)} ${linkTo(running)}`}</td>
<td>${line.map((record) => html`${version(record)} ${linkTo(record)}<br>`)}${waits.map(
  ({ branch, sha }) => html`${branch} ${commit(sha)} <span class="soft">waits for green</span><br>`,
)}</td>
</tr>`

function liveCell(live: TargetNow['live']): Html {
  if (!live) return html`<span class="soft">nothing yet</span>`
  return html`${live.record ? version(live.record) : commit(live.sha)} ${linkTo({ id: live.deployment })}`
}

const deploymentTable = (last: readonly DeploymentRecord[]): Html => html`<div class="scroll"><table>
<thead><tr><th>Deployment</th><th>State</th><th>App</th><th>Environment</th><th>Version</th><th>Who</th><th>When</th><th>Took</th></tr></thead>
<tbody>${last.map(
  (record) => html`<tr>
<td>${linkTo(record)}</td>
<td>${state(record)}</td>
<td>${record.app}</td>
<td>${record.environment}</td>
<td>${version(record)}</td>
<td>${record.who.name}</td>
<td>${time(record.createdAt)}</td>
<td class="short">${took(record)}</td>
</tr>`,
)}</tbody>
</table></div>`
