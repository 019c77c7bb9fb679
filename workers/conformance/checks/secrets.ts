import { encodedForms } from '../../../core/secrets/encoded-forms.ts'
import { type Check, failed, ok } from '../check.ts'
import type { Seen } from '../seen.ts'
import type { Ending } from '../trial.ts'

/** Shorter parts of an encoding are found in every text. */
const shortestForm = 6

export const secrets: Check = {
  name: 'secrets',
  says: 'shows no secret: not in the log, progress, checkpoint, result, output or a command line',
  alone: true,
  async judge({ open }) {
    const bench = await open()
    const trial = bench.trial({ settings: bench.settings('secret') })
    const { ending } = await trial.over
    const asked = [...trial.seen.secrets.values()]
    for (const [place, text] of placesOf(trial.seen, ending)) {
      if (holds(text, asked)) return failed(`shows in ${place} a secret that its context gave it`)
      if (holds(text, bench.secrets))
        return failed(`shows in ${place} a secret of process.env: ask context.secret for it, so that it is redacted`)
    }
    return ok(asked.length === 0 ? 'asked for none' : undefined)
  },
}

function placesOf(seen: Seen, ending: Ending): [place: string, text: string][] {
  const lines = [...seen.commandLines, ...seen.commands.map(({ argv }) => argv.join(' '))]
  return [
    ['its log', seen.log.text],
    ['the progress it told', JSON.stringify(seen.progress)],
    ['a checkpoint', JSON.stringify(seen.checkpoints)],
    ['its result', JSON.stringify(ending)],
    ['what it printed', seen.printed],
    ['a command line', lines.join('\n')],
  ]
}

/** In any common spelling, those of JSON among them. */
const holds = (text: string, values: readonly string[]): boolean =>
  values.some((value) => [...encodedForms(value)].some((form) => form.length >= shortestForm && text.includes(form)))
