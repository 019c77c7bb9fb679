import { z } from 'zod'
import type { Provider } from '../../providers/provider.ts'
import type { Bench } from '../bench.ts'
import { type Check, failed, ok, unjudged, type Verdict } from '../check.ts'
import { loud, loudCommand } from '../loud.ts'
import { growthOf } from '../memory.ts'
import { said } from '../said.ts'
import type { Trial, TrialOptions } from '../trial.ts'

const wantedBytesPerMs = 10_000 // 10 MB a second
const loudMs = loud.bytes / wantedBytesPerMs
const beginningMs = 5_000 // for what comes before and after the output
const limitMs = 180_000 // whoever needs longer on a busy machine stands still
/** A provider that keeps all of it keeps more than this; one that keeps the last lines, and has some on its way, does not. */
const allowedBytes = (loud.bytes * 3) / 4

export const output: Check = {
  name: 'output',
  says: 'keeps up with 10 MB of output a second, complete and without keeping it in memory',
  async judge({ open }) {
    const bench = await open()
    if (bench.has('loud')) return judgeLoud(bench, { settings: bench.settings('loud') })
    const trial = bench.trial()
    await trial.over
    if (trial.seen.commands.length > 0) return judgeLoud(bench, { instead: loudCommand })
    if (trial.seen.outputs > 0) return unjudged('passes output of its platform on, and its module has no scene `loud`')
    return ok('runs no command and passes no output on: what it says by itself is all')
  },
}

/** A busy machine slows now this run down and now that one: who is slow each time is slow. */
const mostTries = 3

async function judgeLoud(bench: Bench, options: TrialOptions): Promise<Verdict> {
  let verdict = await judgeOnce(bench, options)
  for (let tries = 1; verdict.kind === 'slow' && tries < mostTries; tries++) verdict = await judgeOnce(bench, options)
  return verdict.kind === 'slow' ? verdict.therefore : verdict
}

type Once = Verdict | { readonly kind: 'slow'; readonly therefore: Verdict }

async function judgeOnce(bench: Bench, options: TrialOptions): Promise<Once> {
  const {
    what: trial,
    grown,
    tookMs,
  } = await growthOf(() => {
    const what = bench.trial({ ...options, limitMs })
    return { what, over: what.over, done: () => what.seen.log.bytes / loud.bytes }
  })
  const { ending } = await trial.over
  const { log } = trial.seen
  if (ending.kind === 'late') return failed(`stood still after ${megabytes(log.bytes)} of its output`)
  if (!isComplete(trial)) {
    const how = `${megabytes(log.bytes)} of ${megabytes(loud.bytes)} are in the log`
    return failed(`lost output: ${how}; ${said(ending)}`)
  }
  if (grown > allowedBytes) return failed(`kept ${megabytes(grown)} in memory of ${megabytes(loud.bytes)} of output`)
  return tookMs < beginningMs + loudMs ? ok() : judgeSlow(bench, tookMs)
}

const isComplete = ({ seen: { log } }: Trial): boolean => log.bytes >= loud.bytes && log.tail.includes(loud.lastLine)

/** A slow machine is not the provider's fault: the same output without one tells how fast it can be here. */
async function judgeSlow(bench: Bench, tookMs: number): Promise<Once> {
  const begun = performance.now()
  await bench.trial({ provider: bare, settings: {}, limitMs }).over
  const bareMs = performance.now() - begun
  if (tookMs < 2 * bareMs + beginningMs) return ok('as fast as this machine is')
  const therefore =
    bareMs > loudMs
      ? unjudged('this machine does not manage 10 MB of output a second')
      : failed(`took ${Math.round(tookMs / 1_000)} s for ${megabytes(loud.bytes)} of output`)
  return { kind: 'slow', therefore }
}

/** Runs a command and does nothing else. */
const bare: Provider = {
  name: 'bare',
  settings: z.unknown(),
  can: { hosts: false, tasks: /^deploy$/ },
  async deploy(_job, _settings, context) {
    await context.run(loudCommand, { cwd: '/', env: {} })
    return { outcome: 'succeeded', summary: 'it was loud' }
  },
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`
