import { setTimeout as pause } from 'node:timers/promises'
import { isFinal } from '../../core/records/deployment.ts'
import { type Api, ApiError, type ApiDeployment, type ApiRequest } from './api.ts'
import type { Screen } from './screen.ts'

const lookMs = 500
const awayMs = 60_000 // a server that restarts is back by then

export interface Following {
  readonly api: Api
  readonly screen: Screen
  readonly signal: AbortSignal
}

/** How it ended: with a deployment in a final state, or without one. */
export type End = { readonly deployment: ApiDeployment } | { readonly none: ApiRequest }

/** Follows what a command asked for to its end: waiting for green, the line, the run with its log. */
export async function follow(request: string, following: Following): Promise<End> {
  const begun = performance.now()
  const stand = (news: string) => following.screen.stand(news, performance.now() - begun)
  const id = await deploymentOf(request, following, stand)
  if (typeof id !== 'number') return { none: id }
  const ended = new AbortController()
  const shown = showLog(id, following, ended.signal)
  try {
    return { deployment: await finalState(id, following, stand) }
  } finally {
    ended.abort()
    await shown
  }
}

const waits: Readonly<Record<'asked' | 'waiting', string>> = {
  asked: 'GitHub is asked',
  waiting: 'waits for its checks',
}

/** The id of the deployment that came of it, or the request that came to nothing. */
async function deploymentOf(request: string, following: Following, stand: (news: string) => void) {
  for (;;) {
    const now = await patiently(following, () => following.api.request(request))
    if (now.state === 'ended') return now
    if (now.state === 'bound' && now.deployment !== undefined) return now.deployment
    stand(waits[now.state === 'waiting' ? 'waiting' : 'asked'])
    await pause(lookMs, undefined, { signal: following.signal })
  }
}

async function finalState(id: number, following: Following, stand: (news: string) => void): Promise<ApiDeployment> {
  for (;;) {
    const now = await patiently(following, () => following.api.deployment(id))
    if (isFinal(now.state)) return now
    const latest = now.statuses.at(-1)
    stand(`#${id} ${now.app} to ${now.environment}: ${latest?.description ?? 'waits for a worker'}`)
    await pause(lookMs, undefined, { signal: following.signal })
  }
}

/** The log to its end; the server ends it with the deployment. What broke off goes on where it was. */
async function showLog(id: number, { api, screen, signal }: Following, ended: AbortSignal): Promise<void> {
  for (let from = 0; !signal.aborted; ) {
    // Whole characters only: a broken one is asked for again.
    const decoder = new TextDecoder()
    try {
      for await (const bytes of await api.log(id, from)) {
        const text = decoder.decode(bytes, { stream: true })
        from += Buffer.byteLength(text)
        screen.log(text)
      }
      return
    } catch {
      // The deployment itself is followed with an eye on why nothing answers; its log is shown as far as it comes.
      if (ended.aborted || signal.aborted) return
      await pause(lookMs)
    }
  }
}

/** A server that is away for a moment is asked again. */
async function patiently<T>({ signal }: Following, ask: () => Promise<T>): Promise<T> {
  for (let since: number | undefined; ; ) {
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiError) || !error.passing) throw error
      since ??= performance.now()
      if (performance.now() - since > awayMs) throw error
      await pause(lookMs, undefined, { signal })
    }
  }
}
