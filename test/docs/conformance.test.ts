import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execa } from 'execa'
import { checks } from '../../workers/conformance/index.ts'
import { tableIn, tableOf } from './generated-table.ts'
import { builtProgram } from '../built-program.ts'

const root = join(import.meta.dirname, '../..')
const longMs = 240_000 // tens of deployments, on a busy machine

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-docs-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const slipway = (...args: string[]) =>
  execa('node', [builtProgram('bin/slipway'), ...args], { cwd: folder, reject: false })

test('docs/providers.md names every check of the conformance suite', () => {
  const rows = checks.map(({ name, says }) => [`\`${name}\``, says])
  const table = [['check', 'a provider that passes'], ...rows]
  expect(tableOf('providers.md', 'conformance', table)).toEqual(tableIn('providers.md', 'conformance'))
})

test(
  'the provider that docs/providers.md shows passes them all, and apps.json may name it',
  async () => {
    const docs = readFileSync(join(root, 'docs/providers.md'), 'utf8')
    const [, text = ''] = /<!-- example: folder\.js -->\s*```js\n(.*?)```/s.exec(docs) ?? []
    writeFileSync(join(folder, 'folder.js'), text)
    const { stdout, exitCode } = await slipway('conformance', './folder.js')
    expect(stdout).toContain(`./folder.js: ${checks.length} ok, 0 failed, 0 not judged`)
    expect(exitCode).toBe(0)

    const app = { repository: 'acme/www', provider: './folder.js', environments: { production: {} } }
    const apps = { www: { ...app, folder: { path: '/srv/www' } }, bad: { ...app, folder: { path: 'www' } } }
    writeFileSync(join(folder, 'apps.json'), JSON.stringify(apps))
    expect((await slipway('check')).stdout).toBe(
      'apps.json: bad.folder path must be the whole path of a folder\napps.json: 1 good, 1 error',
    )
  },
  longMs,
)

test.each([
  [['./nope.js'], '"./nope.js" is not there'],
  [[], 'name one provider: slipway conformance'],
  [['shell', '--settings', '{'], 'Usage: slipway conformance'],
  [['shell', '--settings', 'nope.json'], 'nope.json'],
])('slipway conformance %j says what is wrong', async (args, words) => {
  const { stderr, exitCode } = await slipway('conformance', ...args)
  expect(stderr).toContain(words)
  expect(exitCode).toBe(2)
})
