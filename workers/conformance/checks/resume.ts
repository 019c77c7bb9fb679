import type { Json } from '../../../core/json.ts'
import type { Bench } from '../bench.ts'
import { type Check, failed, ok, type Subject, unjudged, type Verdict } from '../check.ts'
import { hasSucceeded, said } from '../said.ts'

/** Where a worker dies: around its checkpoint number `at`, from 0. */
interface Death {
  readonly at: number
  readonly when: 'before' | 'after'
}

interface Whole {
  readonly checkpoints: readonly Json[]
  readonly effects: number | undefined
}

const mostDeaths = 12

export const resume: Check = {
  name: 'resume',
  says: 'goes on where a dead worker was and does nothing twice, or has no `resume`',
  async judge(subject) {
    if (!subject.provider.resume) return ok('has none: a deployment whose worker died ends as an error')
    const whole = await undisturbed(await subject.open())
    if ('kind' in whole) return whole
    const deaths = whole.checkpoints.flatMap((_, at): Death[] => [
      // A checkpoint that was not kept leaves the one before it; before the first one there is nothing to resume.
      ...(at > 0 ? [{ at, when: 'before' } as const] : []),
      { at, when: 'after' },
    ])
    const ends = []
    for (const death of deaths.slice(0, mostDeaths)) {
      const after = await goesOn(subject, death, whole)
      if (after.kind === 'wrong')
        return failed(`died ${death.when} its checkpoint ${death.at + 1} was kept: ${after.why}`)
      ends.push(after.kind)
    }
    if (!ends.includes('finished')) return failed('its resume never finished anything: leave it out')
    if (whole.effects !== undefined) return ok()
    return unjudged('it goes on from each checkpoint, but its module does not count `effects`: they may be done twice')
  },
}

async function undisturbed(bench: Bench): Promise<Whole | Verdict> {
  const count = async () => bench.scenes.effects?.()
  const before = await count()
  let early: number | undefined
  const trial = bench.trial({
    async onCheckpoint(index) {
      if (index === 0) early = await count()
    },
  })
  const { ending } = await trial.over
  if (!hasSucceeded(ending)) return failed(said(ending))
  if (trial.seen.notJson) return failed('wrote a checkpoint that is no JSON')
  const { checkpoints } = trial.seen
  if (checkpoints.length === 0) return failed('has `resume` and wrote no checkpoint to go on from')
  if (before !== early) return failed('told the platform to do something before its first checkpoint')
  const after = await count()
  return { checkpoints, effects: before === undefined || after === undefined ? undefined : after - before }
}

/** `undecided`: where it cannot know what the dead worker had done, it may say so, and do nothing more. */
type After = { readonly kind: 'finished' | 'undecided' } | { readonly kind: 'wrong'; readonly why: string }

async function goesOn({ open }: Subject, death: Death, whole: Whole): Promise<After> {
  const bench = await open()
  const before = await bench.scenes.effects?.()
  const first = bench.trial({ dies: death })
  await first.over
  const checkpoint = first.seen.checkpoints.at(-1)
  if (checkpoint === undefined) return wrong('it did not come to a checkpoint this time')
  const { ending } = await bench.trial({ resume: checkpoint, job: { attempt: 2 } }).over
  const isUndecided = ending.kind === 'result' && ending.result.outcome === 'unknown'
  if (!isUndecided && !hasSucceeded(ending)) return wrong(`its resume did not finish it: ${said(ending)}`)
  const count = (await bench.scenes.effects?.()) ?? 0
  const came = count - (before ?? 0)
  const { effects: expected = came } = whole
  if (isUndecided ? came <= expected : came === expected) return { kind: isUndecided ? 'undecided' : 'finished' }
  return wrong(`${came} outside effects came of it, and ${expected} when nobody dies`)
}

const wrong = (why: string): After => ({ kind: 'wrong', why })
