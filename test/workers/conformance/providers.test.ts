import { expect, test } from '@jest/globals'
import { type Conformance, type Judged, runChecks } from '../../../workers/conformance/index.ts'
import { providers } from '../../../workers/providers/index.ts'
import { describeWith } from '../../stand-ins/needs.ts'
import { programs } from '../providers/capistrano/app.ts'
import { conformance as actions } from './scenes/actions.ts'
import { conformance as capistrano } from './scenes/capistrano.ts'
import { conformance as ecs } from './scenes/ecs.ts'
import { conformance as heroku } from './scenes/heroku.ts'
import { conformance as shell } from './scenes/shell.ts'

interface Candidate {
  readonly name: string
  readonly conformance: Conformance
  /** Programs that a machine with Node and git need not have. */
  readonly needs?: readonly string[]
}

/** A further provider is a file of its own in scenes and a line here. */
const candidates: readonly Candidate[] = [
  { name: 'actions', conformance: actions },
  { name: 'capistrano', conformance: capistrano, needs: programs },
  { name: 'ecs', conformance: ecs },
  { name: 'heroku', conformance: heroku },
  { name: 'shell', conformance: shell },
]

const longMs = 240_000 // some of them deploy forty times over

/** How fast it is depends on what else this machine does just now; that all of the output arrives does not. */
const isOfSpeed = ({ name, verdict }: Judged) =>
  name === 'output' && verdict.kind !== 'ok' && /^(took \d+ s for|this machine does not manage) /.test(verdict.why)

for (const { name, conformance, needs = [] } of candidates) {
  describeWith(needs, name, () => {
    test(
      'passes every check',
      async () => {
        const provider = providers.get(name)
        if (!provider) throw new Error(`there is no provider ${name}`)
        const judged = await runChecks({ provider, conformance })
        expect(judged.filter((each) => each.verdict.kind !== 'ok' && !isOfSpeed(each))).toEqual([])
      },
      longMs,
    )
  })
}

test('every provider has its scenes', () => {
  expect(candidates.map(({ name }) => name).toSorted()).toEqual([...providers.keys()].toSorted())
})
