import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { jsonSchemaText } from '../../../core/apps/json-schema.ts'
import { appKeys, environmentEntry } from '../../../core/apps/schema/app-entry.ts'

test('apps.schema.json is the one that the schema makes', () => {
  expect(readFileSync(new URL('../../../apps.schema.json', import.meta.url), 'utf8')).toBe(jsonSchemaText())
})

test.each(Object.entries({ ...appKeys, ...environmentEntry.shape }))('%s is described for editors', (_, schema) => {
  expect(schema.description).toMatch(/^[A-Z@].+\.$/s)
})
