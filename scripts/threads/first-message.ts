import { createHash } from 'node:crypto'
import type { Ports } from '../../core/actions/ports.ts'
import type { Message } from '../../core/chat/message.ts'
import { deploymentHead } from '../../core/chat/messages/deployment-head.ts'
import type { DeploymentRecord } from '../../core/records/deployment.ts'
import { findDeployments } from '../../core/records/find.ts'
import type { Background, Thread } from '../../core/records/thread.ts'

/** What the first message of a thread is to show now. Undefined when there is nothing to show yet. */
export async function firstMessage(
  ports: Ports,
  thread: Thread,
  record: DeploymentRecord | undefined,
): Promise<Message | undefined> {
  if (!record) return thread.said
  const page = await ports.publicUrl()
  return deploymentHead({
    record,
    background: thread.background ?? {},
    repositoryUrl: `${githubOf(ports, record).serverUrl}/${record.repository}`,
    page: page && `${page}/deployments/${record.id}`,
    now: ports.now(),
  })
}

/** Equal for messages that look the same. */
export const digestOf = (message: Message) => createHash('sha256').update(JSON.stringify(message)).digest('hex')

const looksBack = 10

/** Read once, after the start: what was live before, how long it usually takes, and what ships. GitHub is asked last and need not answer. */
export async function backgroundOf(ports: Ports, record: DeploymentRecord): Promise<Background> {
  const { engine, records } = ports
  const filter = { target: record.target, state: 'success', limit: looksBack } as const
  const { found } = await findDeployments(engine.store, records, filter)
  const earlier = found.filter(({ id, task }) => id < record.id && task === record.task)
  const usualMs = median(earlier.map(({ startedAt = 0, endedAt = 0 }) => endedAt - startedAt))
  const { previousSha } = record
  const made = found.find(({ sha, id }) => sha === previousSha && id < record.id)
  const previous = previousSha && {
    sha: previousSha,
    ref: made?.ref ?? previousSha,
    ...(made && { id: made.id }),
  }
  const ships = previousSha && previousSha !== record.sha && (await shipsOf(ports, record, previousSha))
  return {
    ...(previous && { previous }),
    ...(usualMs !== undefined && { usualMs }),
    ...(ships && { ships }),
  }
}

async function shipsOf(ports: Ports, record: DeploymentRecord, from: string) {
  try {
    return await githubOf(ports, record).ships(record.repository, from, record.sha)
  } catch (error) {
    ports.log.warn({ deployment: record.id, err: error }, 'could not read what ships; the thread shows it without')
    return undefined
  }
}

const githubOf = (ports: Ports, { app, environment }: DeploymentRecord) =>
  ports.github(ports.apps().find(app)?.target(environment) ?? { githubApi: undefined, githubToken: undefined })

function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.filter((n) => n > 0).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
