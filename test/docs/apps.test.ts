import { describe, expect, test } from '@jest/globals'
import type { ZodType } from 'zod'
import { appKeys, environmentEntry } from '../../core/apps/schema/app-entry.ts'
import { legacyAppKeys } from '../../core/apps/schema/legacy-keys.ts'
import { settings as actions } from '../../workers/providers/actions/settings.ts'
import { settings as ecs } from '../../workers/providers/ecs/settings.ts'
import { settings as capistrano } from '../../workers/providers/capistrano/settings.ts'
import { settings as heroku } from '../../workers/providers/heroku/settings.ts'
import { settings as shell } from '../../workers/providers/shell/settings.ts'
import { tableIn, tableOf } from './generated-table.ts'

/** Keys that load and are checked, and that nothing carries out yet. */
const later = new Set([
  'admins',
  'approvers',
  'approvals',
  'windows',
  'after',
  'guard_merges',
  'auto_deploy',
  'nag',
  'verify',
  'watch',
  'rollback',
  'alerts',
  'releases',
  'pull_requests',
  'paths',
  'irreversible',
  'commands',
])

type Keys = [string, ZodType][]

const isLegacy = (key: string) => Object.hasOwn(legacyAppKeys, key)
const all: Keys = Object.entries(appKeys)
const groups: { readonly [name: string]: Keys } = {
  'in force': all.filter(([key]) => !isLegacy(key) && !later.has(key)),
  later: all.filter(([key]) => later.has(key)),
  old: all.filter(([key]) => isLegacy(key)),
}

const meaningOf = (schema: ZodType) => schema.description ?? ''

describe('docs/apps.md explains every key of apps.json as the schema does:', () => {
  test.each(Object.entries(groups))('%s', (name, keys) => {
    const rows = keys.map(([key, schema]) => [
      `\`${key}\``,
      Object.hasOwn(environmentEntry.shape, key) ? 'app, environment' : 'app',
      meaningOf(schema),
    ])
    expect(tableOf('apps.md', name, [['key', 'where', 'meaning'], ...rows])).toEqual(tableIn('apps.md', name))
  })

  test('a key of an environment is a key of its app, so none is left out', () => {
    expect(Object.keys(environmentEntry.shape).filter((key) => !Object.hasOwn(appKeys, key))).toEqual([])
  })
})

test.each<[string, Readonly<Record<string, ZodType>>]>([
  ['shell', shell.shape],
  ['ecs', ecs.shape],
  ['actions', actions.shape],
  ['capistrano', capistrano.shape],
  ['heroku', heroku.shape],
])('docs/providers.md explains every setting of the %s provider as the schema does', (name, shape) => {
  const rows = Object.entries(shape).map(([key, schema]) => [`\`${key}\``, meaningOf(schema)])
  expect(tableOf('providers.md', name, [['setting', 'meaning'], ...rows])).toEqual(tableIn('providers.md', name))
})
