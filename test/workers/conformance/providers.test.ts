import { expect, test } from '@jest/globals'
import { type Conformance, runChecks } from '../../../workers/conformance/index.ts'
import { providers } from '../../../workers/providers/index.ts'
import { conformance as actions } from './scenes/actions.ts'
import { conformance as ecs } from './scenes/ecs.ts'
import { conformance as heroku } from './scenes/heroku.ts'
import { conformance as shell } from './scenes/shell.ts'

/** A further provider is a file of its own in scenes and a line here. */
const scenes: readonly (readonly [name: string, conformance: Conformance])[] = [
  ['actions', actions],
  ['ecs', ecs],
  ['heroku', heroku],
  ['shell', shell],
]

const longMs = 180_000 // some of them deploy forty times over

test.each(scenes)(
  '%s passes every check',
  async (name, conformance) => {
    const provider = providers.get(name)
    if (!provider) throw new Error(`there is no provider ${name}`)
    const judged = await runChecks({ provider, conformance })
    expect(judged.filter(({ verdict }) => verdict.kind !== 'ok')).toEqual([])
  },
  longMs,
)

test('every provider has its scenes', () => {
  expect(scenes.map(([name]) => name).toSorted()).toEqual([...providers.keys()].toSorted())
})
