import type { Json } from '../../core/json.ts'
import type { Provider } from '../providers/provider.ts'
import { type Bench, openBench } from './bench.ts'
import { type Check, failed, unjudged, type Verdict } from './check.ts'
import { checks } from './checks/index.ts'

export interface Judged {
  readonly name: string
  readonly says: string
  readonly verdict: Verdict
}

export interface Candidate {
  readonly provider: Provider
  /** What its module exports as `conformance`. */
  readonly conformance?: unknown
  /** Settings where the module has no scene of its own. */
  readonly settings?: Json
}

/** Holds a provider to the checks, one after the other, and tells each verdict as soon as it is there. */
export async function runChecks(
  candidate: Candidate,
  tell: (judged: Judged) => void = () => {},
  which: readonly Check[] = checks,
): Promise<Judged[]> {
  const all: Judged[] = []
  for (const check of which) {
    const stands = all.every(({ name, verdict }) => name !== 'deploys' || verdict.kind === 'ok')
    const verdict = check.alone || stands ? await judge(check, candidate) : unjudged('no deployment succeeded')
    const judged = { name: check.name, says: check.says, verdict }
    all.push(judged)
    tell(judged)
  }
  return all
}

async function judge(check: Check, { provider, conformance, settings = {} }: Candidate): Promise<Verdict> {
  const opened: Bench[] = []
  async function open(): Promise<Bench> {
    const bench = await openBench({ provider, conformance, settings })
    opened.push(bench)
    return bench
  }
  try {
    return await check.judge({ provider, open })
  } catch (error) {
    return failed(`could not be judged to the end: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    for (const bench of opened) await bench.close()
  }
}
