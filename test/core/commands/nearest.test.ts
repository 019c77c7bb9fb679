import { expect, test } from '@jest/globals'
import { nearest } from '../../../core/commands/nearest.ts'

test.each([
  ['enironments', ['environments', 'payload'], 'environments'],
  ['requiredContexts', ['required_contexts'], 'required_contexts'],
  ['Environments', ['environments'], 'environments'],
  ['stagnig', ['staging', 'production'], 'staging'],
  ['proivder', ['provider'], 'provider'],
  ['qa', ['q', 'production'], undefined],
  ['name', ['nag'], undefined],
  ['weather', ['where', 'webapp'], undefined],
])('%s among %p is %p', (word, names, wanted) => expect(nearest(word, names)).toBe(wanted))
