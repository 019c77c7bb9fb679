import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { externalProviders } from '../../../core/apps/external-providers.ts'
import { parseApps } from '../../../core/apps/parse-apps.ts'
import type { Providers } from '../../../core/apps/provider-source.ts'
import { report } from '../../../core/apps/report.ts'

const settings = z.strictObject({ app: z.string() })
const providers: Providers = new Map([
  ['./my/provider.js', { name: 'fly', settings }],
  ['./broken.js', { problem: 'is not there' }],
  ['unheard-of', { problem: 'is not installed' }],
])

const entry = { provider: './my/provider.js', repository: 'acme/web', environments: { qa: {} } }
const read = (more: object) =>
  parseApps(JSON.stringify({ web: { ...entry, ...more }, good: { repository: 'acme/good' } }), 'apps.json', providers)

describe('what is loaded', () => {
  test.each([
    [{ web: { provider: './a.js' } }, ['./a.js']],
    [{ web: { provider: '@acme/fly' } }, ['@acme/fly']],
    [{ web: { provider: 'acme-fly', environments: { qa: { provider: '../b.js' } } } }, ['acme-fly', '../b.js']],
    [{ web: { deployments: { qa: { provider: '/c.js' } } } }, ['/c.js']],
    [{ a: { provider: './a.js' }, b: { provider: './a.js' } }, ['./a.js']],
    [{ web: { provider: 'shell' } }, []],
    [{ web: { provider: 'bundler_capistrano' } }, []],
    [{ web: { provider: 'ansible' } }, []],
    [{ web: { provider: 'herokku' } }, []],
    [{ web: { provider: 7 }, b: null, c: { environments: ['qa'] } }, []],
    [[], []],
  ])('%j names %j', (apps, names) => {
    expect(externalProviders(JSON.stringify(apps))).toEqual(names)
  })

  test('nothing of what is not JSON', () => {
    expect(externalProviders('{"web": {"provider": "./a.js"}')).toEqual([])
  })
})

describe('the settings of a provider with a name of its own', () => {
  test.each([
    ['under its own name', { fly: { app: 'x' } }],
    ['under what apps.json calls it', { './my/provider.js': { app: 'x' } }],
    ['of an environment', { environments: { qa: { fly: { app: 'x' } } } }],
  ])('stand %s', (_where, more) => {
    const apps = read(more)
    expect(apps.problems.filter(({ path }) => path.startsWith('web'))).toEqual([])
    expect(apps.find('web')?.target('qa')).toMatchObject({ provider: 'fly', settings: { app: 'x' } })
  })

  test.each([
    [{ fly: {} }, 'apps.json: web.fly.app is missing'],
    [{}, 'apps.json: web.fly.app is missing'],
    [
      { environments: { qa: { fly: { app: 1 } } } },
      'apps.json: web.environments.qa.fly.app must be text, not a number',
    ],
    [{ fly: { app: 'x', ap: 1 } }, 'apps.json: web.fly.ap is not a key: it has no effect'],
  ])('%j are refused', (more, line) => {
    const apps = read(more)
    expect(apps.broken('web')).toBeDefined()
    expect(report(apps)).toContain(line)
  })
})

describe('a provider that cannot be used', () => {
  test('breaks its app, and no other', () => {
    const apps = read({ provider: './broken.js' })
    expect(apps.broken('web')).toBe('web.provider "./broken.js" is not there')
    expect(apps.list.map(({ name }) => name)).toEqual(['good'])
  })

  test('of one environment is told where it stands', () => {
    const apps = read({ fly: { app: 'x' }, environments: { qa: {}, production: { provider: './broken.js' } } })
    expect(apps.broken('web')).toBe('web.environments.production.provider "./broken.js" is not there')
  })

  test('whose bare name stands in an entry of hubot-deploy’s time leaves the app, whose deploys are refused', () => {
    const apps = read({ provider: 'unheard-of', environments: ['qa'] })
    expect(apps.find('web')?.target('qa')?.provider).toBe('unheard-of')
    expect(report(apps)).toContain('apps.json: warning: web.provider "unheard-of" is not installed')
  })
})
