import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createRegistry } from '../../../../workers/providers/registry.ts'
import { shell } from '../../../../workers/providers/shell/index.ts'
import { temporaryFolder } from '../../checkout/repository.ts'

const good = `{
  name: 'fly',
  settings: { parse: (value) => value },
  can: { hosts: false, tasks: /^deploy$/ },
  deploy: async () => ({ outcome: 'succeeded', summary: 'it flies' }),
}`

let folder: ReturnType<typeof temporaryFolder>
let appsFile: string

beforeEach(() => {
  folder = temporaryFolder()
  appsFile = join(folder.path, 'apps.json')
})
afterEach(() => folder.remove())

function write(name: string, text: string): void {
  const file = join(folder.path, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const registry = () => createRegistry(new Map([['shell', shell]]))

async function load(...written: string[]) {
  const opened = registry()
  const loaded = await opened.load(written, appsFile)
  loaded.use()
  return { ...opened, found: (name: string) => loaded.providers.get(name) }
}

/** None of these providers looks at what it is given. */
const deployed = (provider: unknown) => (provider as { deploy(): Promise<unknown> }).deploy()

describe('a provider is found', () => {
  test.each([
    ['the default export of a file beside apps.json', './my/provider.mjs', 'my/provider.mjs', `export default ${good}`],
    ['an export named provider', './provider.mjs', 'provider.mjs', `export const provider = ${good}`],
    ['a CommonJS module', './provider.cjs', 'provider.cjs', `module.exports = ${good}`],
    ['CommonJS that a compiler made', './made.cjs', 'made.cjs', `exports.__esModule = true; exports.default = ${good}`],
  ])('%s', async (_what, written, file, text) => {
    write(file, text)
    const { found, providers } = await load(written)
    expect(found(written)).toMatchObject({ name: 'fly' })
    expect(providers.get('fly')).toBe(found(written))
  })

  test('a package installed beside apps.json, although it is for import only', async () => {
    write('node_modules/@acme/fly/package.json', '{"name": "@acme/fly", "exports": {"import": "./main.mjs"}}')
    write('node_modules/@acme/fly/main.mjs', `export default ${good}`)
    expect((await load('@acme/fly')).found('@acme/fly')).toMatchObject({ name: 'fly' })
  })

  test('an instance of a class, which keeps its private parts', async () => {
    write(
      'provider.mjs',
      `class Fly { #said = 'it flies'; name = 'fly'; settings = { parse: (value) => value }
        can = { hosts: false, tasks: /^deploy$/ }
        async deploy() { return { outcome: 'succeeded', summary: this.#said } } }
      export default new Fly()`,
    )
    const { providers } = await load('./provider.mjs')
    expect(await deployed(providers.get('fly'))).toEqual({ outcome: 'succeeded', summary: 'it flies' })
  })
})

describe('a module that cannot be used says why:', () => {
  const broken = (from: string, to: string) => `export default ${good.replace(from, to)}`
  test.each([
    ['nothing exported', 'export {}', 'exports no provider; export one as default, or by the name "provider"'],
    ['no text of a program', 'export defalt {}', /^cannot be loaded: .*(token|identifier)/i],
    ['throws', 'throw new Error("no FLY_TOKEN")', 'cannot be loaded: no FLY_TOKEN'],
    ['no deploy', broken('deploy:', 'deplyo:'), 'exports no usable provider: "deploy" is missing'],
    [
      'a built-in name',
      broken("'fly'", "'ecs'"),
      /"name" is the name of a built-in provider, which cannot be taken over$/,
    ],
    ['an alias of one', broken("'fly'", "'bundler_capistrano'"), /cannot be taken over$/],
    ['a key of apps.json', broken("'fly'", "'payload'"), /"name" is a key of apps.json/],
    ['no word', broken("'fly'", "'Fly me'"), /"name" must be a word/],
    [
      'no schema',
      broken('{ parse: (value) => value }', '{}'),
      /"settings" must be a schema: an object with safeParse or parse$/,
    ],
    ['no limits', broken('can:', 'could:'), /"can" is missing$/],
    ['hosts perhaps', broken('hosts: false', "hosts: 'some'"), /"can.hosts" must be true or false$/],
    ['tasks as text', broken('/^deploy$/', "'deploy'"), /"can.tasks" must be a regular expression/],
    ['tasks with a memory', broken('/^deploy$/', '/^deploy$/g'), /"can.tasks" must not have the flag g or y/],
    ['a resume that is none', broken('deploy:', 'resume: true, deploy:'), /"resume" must be a function$/],
  ])('%s', async (_what, text, problem) => {
    write('provider.mjs', text)
    const { found, providers } = await load('./provider.mjs')
    expect(found('./provider.mjs')).toEqual({
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    })
    expect([...providers.keys()]).toEqual(['shell'])
  })

  test('a file that is not there', async () => {
    const { found } = await load('./nope.js')
    expect(found('./nope.js')).toEqual({ problem: `is not there: there is no file ${join(folder.path, 'nope.js')}` })
  })

  test('a package that is not installed', async () => {
    expect((await load('no-such-package')).found('no-such-package')).toMatchObject({
      problem: expect.stringContaining('is not installed'),
    })
  })

  test('two modules of one name', async () => {
    write('a.mjs', `export default ${good}`)
    write('b.mjs', `export default ${good}`)
    const { found } = await load('./a.mjs', './b.mjs')
    expect(found('./b.mjs')).toEqual({ problem: 'calls itself "fly", as ./a.mjs does; rename one of them' })
  })
})

test('one that was mended counts when apps.json is read again', async () => {
  const { load: again, providers } = registry()
  write('provider.mjs', `if (!process.env.FLY_READY) throw new Error('not yet'); export default ${good}`)
  await again(['./provider.mjs'], appsFile)
  process.env['FLY_READY'] = '1'
  const loaded = await again(['./provider.mjs'], appsFile)
  expect(providers.has('fly')).toBe(false)
  loaded.use()
  expect(providers.has('fly')).toBe(true)
  delete process.env['FLY_READY']
})

describe('what a schema of another kind says', () => {
  const judged = async (schema: string, value: unknown) => {
    write('provider.mjs', `export default ${good.replace('{ parse: (value) => value }', schema)}`)
    const { providers } = await load('./provider.mjs')
    return providers.get('fly')?.settings.safeParse(value)
  }
  const told = async (schema: string) =>
    (await judged(schema, { a: 1 }))?.error?.issues.map(({ path, message }) => [path.join('.'), message])

  test('is what it makes of the settings', async () => {
    expect(await judged('{ parse: (value) => ({ ...value, b: 2 }) }', { a: 1 })).toEqual({
      success: true,
      data: { a: 1, b: 2 },
    })
  })

  test.each([
    [
      // The issues of zod 3, whose class ours knows nothing of.
      `{ safeParse: () => ({ success: false, error: { issues: [
        { code: 'invalid_union', unionErrors: [], path: ['app'], message: 'Invalid input' },
        { code: 'unrecognized_keys', keys: ['a'], path: [], message: "Unrecognized key(s) in object: 'a'" } ] } }) }`,
      [
        ['app', 'Invalid input'],
        ['a', 'is not a key'],
      ],
    ],
    [`{ parse: () => { throw new TypeError('must be larger') } }`, [['', 'must be larger']]],
    [`{ parse: () => { throw 'no reason' } }`, [['', 'its schema refuses it']]],
    [`{ safeParse: () => 7 }`, [['', 'its schema answered neither success nor error']]],
    [`{ safeParse: async () => ({ success: true }) }`, [['', 'its schema answered neither success nor error']]],
  ])('%s', async (schema, issues) => {
    expect(await told(schema)).toEqual(issues)
  })
})

test('an answer that is none of the interface ends the run with a sentence, not with a state that nobody knows', async () => {
  write('provider.mjs', `export default ${good.replace("'succeeded'", "'fine'")}`)
  const { providers } = await load('./provider.mjs')
  await expect(deployed(providers.get('fly'))).rejects.toThrow(
    'the provider fly answered deploy with something else than agreed: outcome',
  )
})
