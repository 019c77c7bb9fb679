import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Apps } from '../../../core/apps/app.ts'
import { AppsError } from '../../../core/apps/errors.ts'
import { loadApps } from '../../../core/apps/load-apps.ts'
import { watchApps } from '../../../core/apps/watch-apps.ts'

let folder: string
let file: string
const closing: (() => void)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apps-'))
  file = join(folder, 'apps.json')
  writeFileSync(file, text('one'))
})

afterEach(() => {
  for (const close of closing.splice(0)) close()
  rmSync(folder, { recursive: true })
})

const text = (...names: string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, { repository: 'acme/x', provider: 'shell' }])))

const names = (apps: Apps): string[] => apps.list.map((app) => app.name)

const noProviders = { load: async () => ({ providers: new Map(), use() {} }) }

async function watch() {
  const heard: (Apps | AppsError)[] = []
  let wake = (): void => {}
  const hear = (what: Apps | AppsError): void => {
    heard.push(what)
    wake()
  }
  const watched = await watchApps(file, noProviders, { onReload: hear, onBroken: hear, everyMs: 10 })
  closing.push(() => watched.close())
  const next = async (): Promise<Apps | AppsError> => {
    const first = heard.shift()
    if (first !== undefined) return first
    await new Promise<void>((resolve) => {
      wake = resolve
    })
    return next()
  }
  // The timer does not keep the process alive, so something has to while we wait for it.
  const alive = setInterval(() => {}, 1_000)
  closing.push(() => clearInterval(alive))
  return { ...watched, next, heard }
}

test('an edit is taken over', async () => {
  const apps = await watch()
  writeFileSync(file, text('one', 'two'))
  expect(await apps.next()).toBe(apps.current())
  expect(names(apps.current())).toEqual(['one', 'two'])
})

test('a file put in place by a rename is taken over, again and again', async () => {
  const apps = await watch()
  for (const name of ['two', 'three']) {
    writeFileSync(`${file}.new`, text(name))
    renameSync(`${file}.new`, file)
    await apps.next()
    expect(names(apps.current())).toEqual([name])
  }
})

test('a broken edit keeps the last good apps, says so once, and is over when it is taken back', async () => {
  const apps = await watch()
  const before = apps.current()
  writeFileSync(file, '{"one": ')
  expect(await apps.next()).toEqual(
    new AppsError(file, 'line 1, column 9', 'is not JSON: the text ends where a value is expected'),
  )
  expect(apps.current().list).toBe(before.list)
  expect(apps.current().brokenEdit).toBe('line 1, column 9 is not JSON: the text ends where a value is expected')
  writeFileSync(file, text('one'))
  expect(await apps.next()).toBe(apps.current())
  expect(apps.current().brokenEdit).toBeUndefined()
  expect(apps.heard).toEqual([])
})

test('a file that is gone is a broken edit', async () => {
  const apps = await watch()
  rmSync(file)
  expect(await apps.next()).toMatchObject({ problem: expect.stringContaining('is not there') })
  expect(names(apps.current())).toEqual(['one'])
})

test('a start without a good file refuses', async () => {
  expect(() => loadApps(join(folder, 'elsewhere.json'), new Map())).toThrow(
    'is not there; write one, or point HUBOT_DEPLOY_APPS_JSON to it',
  )
  expect(() => loadApps(folder, new Map())).toThrow('is a folder')
  writeFileSync(file, '{')
  await expect(watch()).rejects.toThrow(AppsError)
})
