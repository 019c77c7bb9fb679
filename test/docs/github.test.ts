import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { neededOfApp } from '../../bin/doctor/checks/repositories.ts'
import { parsePeople } from '../../core/people/people-file.ts'
import { knownEvents } from '../../server/intake/known-events.ts'

const jsonIn = (page: string) =>
  /```json\n(.*?)```/s.exec(readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8'))?.[1] ?? ''

interface Manifest {
  readonly default_events: readonly string[]
  readonly default_permissions: { readonly [what: string]: string }
}

test('the App manifest in docs/github.md asks for the events that are acted on, and for what the doctor looks for', () => {
  const { default_events: events, default_permissions: permissions } = JSON.parse(jsonIn('github.md')) as Manifest
  expect(new Set(events)).toEqual(knownEvents)
  for (const [what, level] of Object.entries(neededOfApp)) expect([level, 'write']).toContain(permissions[what])
})

test('the example in docs/people.md can be used', () => {
  expect([...parsePeople(jsonIn('people.md'), 'people.json').keys()]).toContain('slack:u024be7lh')
})
