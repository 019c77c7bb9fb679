import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parseApps } from '../../core/apps/parse-apps.ts'
import { parse } from '../../core/commands/parse.ts'
import { providers } from '../../workers/providers/index.ts'

const root = join(import.meta.dirname, '../..')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)]
const read = (page: string) => readFileSync(join(root, page), 'utf8')

test.each(pages)('%s links to files that are there', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target)
  const local = links.filter((target) => !/^https?:/.test(target))
  expect(local.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([])
})

test('every page of docs can be reached from README.md', () => {
  const reached = new Set<string>()
  const follow = (page: string) => {
    if (reached.has(page)) return
    reached.add(page)
    for (const [, target = ''] of read(page).matchAll(/\]\(([\w./-]+\.md)\)/g)) follow(join(dirname(page), target))
  }
  follow('README.md')
  expect(pages.filter((page) => !reached.has(page))).toEqual([])
})

test('README.md names folders that are there, and fits on a screen', () => {
  const named = [...read('README.md').matchAll(/^ {4}([\w/]+\/) /gm)].map(([, folder = '']) => folder)
  expect(named).toContain('core/gates/')
  expect(named.filter((folder) => !existsSync(join(root, folder)))).toEqual([])
  expect(read('README.md').split('\n').length).toBeLessThan(70)
})

test('the example in docs/apps.md loads without a word', () => {
  const [, json = ''] = /```json\n(.*?)```/s.exec(read('docs/apps.md')) ?? []
  const apps = parseApps(json, 'docs/apps.md', providers)
  expect(apps.list.map(({ name }) => name)).toEqual(['webapp'])
  expect(apps.problems).toEqual([])
})

test('what docs/commands.md shows of deploy is understood', () => {
  const shown = [...read('docs/commands.md').matchAll(/^ {4}(deploy.*)$/gm)].map(([, text = '']) => text)
  expect(shown.length).toBeGreaterThan(4)
  for (const text of shown) expect(parse(text, { prefix: 'deploy' })).toMatchObject({ kind: 'command' })
})
