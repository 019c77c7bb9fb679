import { span } from '../../gates/words.ts'
import { type DeploymentRecord, isFinal } from '../../records/deployment.ts'
import type { Background } from '../../records/thread.ts'
import type { Message, Piece } from '../message.ts'
import { aimed, refAt } from '../words.ts'
import { aboutStep } from './about-step.ts'
import { deploymentButtons } from './deployment-buttons.ts'
import { shipping } from './shipping.ts'

interface Seen {
  readonly record: DeploymentRecord
  readonly background: Background
  /** Where commits and comparisons are looked at: the repository's own page. */
  readonly repositoryUrl: string
  /** Our own page of it, with the log. */
  readonly page: string | undefined
  readonly now: number
}

/** The first message of a deployment's thread: how it stands now. */
export function deploymentHead({ record, background, repositoryUrl, page, now }: Seen): Message {
  return {
    title: `${marks[record.state]} ${titleOf(record)}`,
    details: [
      stateOf(record, background, now),
      [
        `${record.app} ${record.task === 'deploy' ? 'to' : `(${record.task}) in`} ${record.environment}: `,
        { text: refAt(record.ref, record.sha), url: `${repositoryUrl}/commit/${record.sha}` },
      ],
      [`asked for by ${record.who.name}${record.reason === undefined ? '' : ` because ${record.reason}`}`],
      ...previousOf(record, background, repositoryUrl),
      ...(background.ships === undefined ? [] : shipping(background.ships, repositoryUrl)),
      ...linksOf(record, page),
    ],
    buttons: deploymentButtons(record, background),
  }
}

/** The elapsed time is told in steps: the message changes so often and no oftener. */
export const elapsedStepMs = 15_000

const marks: Readonly<Record<DeploymentRecord['state'], string>> = {
  reserved: '⚪',
  queued: '⚪',
  in_progress: '🔵',
  success: '🟢',
  failure: '🔴',
  error: '🔴',
  inactive: '⚪',
}

/** Steps say how a deployment waits and how it ended; what runs is told from the record. */
function titleOf(record: DeploymentRecord): string {
  const what = `#${record.id} ${aimed(`${record.app}/${refAt(record.ref, record.sha)}`, record)}`
  const last = record.steps.at(-1)
  if (isFinal(record.state) && last) return aboutStep(record, last, undefined).title
  if (record.state === 'in_progress') {
    if (record.cancel) return `${what} is told to stop by ${record.cancel.by}`
    return `${what} is running${doing(record)}`
  }
  return last?.state === 'queued' ? aboutStep(record, last, undefined).title : `${what} waits for a worker`
}

function doing({ progress }: DeploymentRecord): string {
  if (progress === undefined) return ''
  return `: ${progress.phase}${progress.percent === undefined ? '' : ` (${Math.round(progress.percent)} %)`}`
}

function stateOf(record: DeploymentRecord, { usualMs }: Background, now: number): Piece[] {
  const { startedAt, endedAt, state } = record
  const usual = usualMs === undefined ? '' : `, usually ${span(usualMs)}`
  if (startedAt === undefined) return [`state: ${state}`]
  if (endedAt === undefined) {
    const steps = Math.max(0, Math.floor((now - startedAt) / elapsedStepMs))
    return [`state: ${state} for ${span(steps * elapsedStepMs)}${usual}`]
  }
  return [`state: ${state} after ${span(endedAt - startedAt)}${usual}`]
}

function previousOf(record: DeploymentRecord, { previous }: Background, repositoryUrl: string): Piece[][] {
  if (previous === undefined) return []
  const before = `before it: ${refAt(previous.ref, previous.sha)}${previous.id === undefined ? '' : ` (#${previous.id})`}`
  if (previous.sha === record.sha) return [[`${before}, the same commit`]]
  return [[`${before} · `, { text: 'Show diff', url: `${repositoryUrl}/compare/${previous.sha}...${record.sha}` }]]
}

function linksOf({ progress, url }: DeploymentRecord, page: string | undefined): Piece[][] {
  const links = [
    ...(page === undefined ? [] : [{ text: 'log', url: page }]),
    ...(progress?.url === undefined ? [] : [{ text: 'platform', url: progress.url }]),
    ...(url === undefined ? [] : [{ text: 'open it', url }]),
  ]
  return links.length === 0 ? [] : [links.flatMap((link, i) => (i === 0 ? [link] : [' · ', link]))]
}
