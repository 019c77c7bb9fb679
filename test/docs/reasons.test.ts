import { expect, test } from '@jest/globals'
import { reasons, reasonText, type ReasonCode } from '../../core/gates/index.ts'
import { reasonExamples } from './reason-examples.ts'
import { tableIn, tableOf } from './generated-table.ts'

const isCode = (name: string): name is ReasonCode => Object.hasOwn(reasons, name)

function row<C extends ReasonCode>(code: C): string[] {
  const { status, says, next } = reasonText(code, reasonExamples[code])
  return [`\`${code}\``, String(status), says, next]
}

test('docs/reasons.md has every code with its HTTP status and its words', () => {
  const rows = [['code', 'HTTP', 'what happened', 'what to do'], ...Object.keys(reasons).filter(isCode).map(row)]
  expect(tableOf('reasons.md', 'reasons', rows)).toEqual(tableIn('reasons.md', 'reasons'))
})
