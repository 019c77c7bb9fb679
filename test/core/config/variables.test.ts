import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { describeVariables } from '../../../core/config/describe-variables.ts'
import { readConfig } from '../../../core/config/read-config.ts'
import { type Variable, variables } from '../../../core/config/variables.ts'

const table: readonly Variable[] = variables

test('the table is what readConfig reads, no more and no less', () => {
  const asked = new Set<string>()
  const env = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get(_, name) {
        asked.add(String(name))
        return undefined
      },
    },
  )
  expect(() => readConfig(env, [])).toThrow()
  const named = table.flatMap(({ name, also = [] }) => [name, ...also].flatMap((one) => [one, `${one}_FILE`]))
  expect([...asked].toSorted()).toEqual(named.toSorted())
})

test('docs/configuration.md has a row for every variable, as the table has it', () => {
  // The formatter pads the columns.
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8').replace(/ +/g, ' ')
  for (const variable of table) {
    const names = [variable.name, ...(variable.also ?? [])].map((name) => `\`${name}\``).join(', also ')
    expect(docs).toContain(`| ${names} | ${variable.meaning} | ${variable.default ?? ''} |`.replace(/ +/g, ' '))
  }
})

test('the help text names every variable and its default', () => {
  const text = describeVariables()
  expect(text).toMatch(/^GitHub\n {2}GITHUB_TOKEN +token with/)
  expect(text).toContain('(also HUBOT_GITHUB_API) (default: https://api.github.com)')
  for (const { name } of table) expect(text).toContain(`  ${name} `)
})
