import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { loadApps } from '../../../core/apps/load-apps.ts'
import { report } from '../../../core/apps/report.ts'

const providers = new Map([
  ['shell', { settings: z.strictObject({ command: z.array(z.string()) }) }],
  ['heroku', { settings: z.strictObject({ app: z.string() }) }],
  ['capistrano', { settings: z.strictObject({}) }],
])

const folder = new URL('../../fixtures/apps/', import.meta.url).pathname
const load = (name: string) =>
  loadApps(`${folder}${name}`, providers, { env: { EVERYTHING_TOKEN: 'token-of-everything' } })
const problems = (apps: ReturnType<typeof load>) =>
  report({ file: 'apps.json', problems: apps.problems }).map((line) => line.replace('apps.json: ', ''))

const isLater = (problem: string) => problem.startsWith('warning: ') && problem.includes('has no effect yet')

describe('old files of hubot-deploy and Heaven keep their meaning', () => {
  test('F1: Heroku apps by environment, with contexts', () => {
    const apps = load('f1-heroku.json')
    expect(apps.problems).toEqual([])
    expect(apps.find('hubot')?.target('production')).toMatchObject({
      provider: 'heroku',
      settings: { app: 'acme-bot' },
      autoMerge: false,
      requiredContexts: undefined,
    })
    expect(apps.find('www')?.target('staging')).toMatchObject({
      settings: { app: 'acme-www-staging' },
      autoMerge: true,
      requiredContexts: ['ci/build', 'security/scan'],
    })
  })

  test('F2: a misspelt key falls back to production and is told; an unknown provider and closed rooms stay', () => {
    const apps = load('f2-misspelt.json')
    expect(apps.find('restricted')).toMatchObject({ environments: ['production'], defaultEnvironment: 'production' })
    expect(apps.find('restricted')?.target('production')?.allowedRooms).toEqual(['ops'])
    expect(apps.find('lib')?.target('staging')?.provider).toBe('npm')
    expect(apps.find('everywhere-blocked')?.target('production')?.allowedRooms).toEqual([])
    expect(problems(apps)).toEqual([
      'warning: lib.provider "npm" has no counterpart here: deploys are refused; run its command with the shell provider',
      'warning: restricted.enironments is not a key; did you mean "environments"?',
      'warning: everywhere-blocked.heroku.app is missing',
    ])
  })

  test('F3: several providers side by side, addresses by environment, a script', () => {
    const apps = load('f3-providers.json')
    expect(apps.find('hello')?.target('staging')).toMatchObject({
      provider: 'capistrano',
      url: 'https://hello-stg.example.test',
    })
    expect(apps.find('hello')?.target('production')?.url).toBe('https://hello.example.test')
    expect(apps.find('world')?.environments).toEqual(['production'])
    expect(apps.find('assets')?.target('production')?.settings).toEqual({ command: ['script/deploy.sh'] })
    expect(apps.find('beans')?.target('production')?.provider).toBe('elastic_beanstalk')
    expect(problems(apps)).toEqual([
      'warning: beans.app_name has no effect: only the heroku provider reads it',
      'warning: beans.provider "elastic_beanstalk" has no counterpart here: deploys are refused; run its command with the shell provider',
    ])
  })

  test('F4: environments as an object with options', () => {
    const apps = load('f4-environment-options.json')
    expect(apps.find('portal')?.environments).toEqual(['production', 'staging'])
    expect(apps.find('portal')?.target('staging')?.settings).toEqual({ app: 'acme-portal-stg' })
    expect(apps.find('portal')?.target('production')).toMatchObject({
      settings: { app: 'acme-portal-prod' },
      requiredContexts: ['ci/build'],
    })
    expect(problems(apps)).toEqual([
      'warning: portal.environments.staging.auto_inactive is not carried out: Slipway itself decides which deployments become inactive',
    ])
  })

  test('F5: a provider per environment; one without stays without', () => {
    const apps = load('f5-deployments.json')
    const mixed = apps.find('mixed')
    expect(mixed?.target('production')?.provider).toBe('shell')
    expect(mixed?.target('staging')).toMatchObject({ provider: 'heroku', settings: { app: 'mixed-stg' } })
    expect(mixed?.target('qa')?.provider).toBeUndefined()
    expect(problems(apps)).toEqual([
      'warning: mixed.deployments.production.app_name has no effect: only the heroku provider reads it',
      'warning: mixed.environments.qa.provider is missing: deploys are refused until it says who carries them out',
      'warning: mixed.shell.command is missing',
    ])
  })

  test('F6: people become deployers, hooks are told to be left out', () => {
    const apps = load('f6-people.json')
    expect(apps.find('billing')?.target('production')).toMatchObject({
      deployers: ['ana', 'bo'],
      settings: { app: 'acme-billing' },
    })
    expect(problems(apps)).toEqual([
      'warning: billing.code_owner_review is not carried out: protect the branch on GitHub to require reviews',
      'warning: billing.before_deploy is not carried out: put these commands into the deploy script',
      'warning: billing.after_build is not carried out: put these commands into the deploy script',
      'warning: billing.authorized_usernames is read as "deployers"',
      'warning: billing.heroku.app is missing',
    ])
  })

  test('F7: a drift check is accepted, and said to have no effect yet', () => {
    const apps = load('f7-drift-check.json')
    expect(problems(apps).filter((problem) => !isLater(problem))).toEqual([])
    expect(problems(apps)).toHaveLength(1)
    expect(apps.find('checked')?.target('staging')).toMatchObject({
      provider: 'capistrano',
      requiredContexts: ['default'],
    })
  })
})

test('the example of the docs, and an app with every key, load; what this version does not act on yet is said', () => {
  const apps = load('slipway.json')
  expect(problems(apps).filter((problem) => !isLater(problem))).toEqual([])
  expect(problems(apps).filter((problem) => /webapp.environments.production.windows/.test(problem))).toHaveLength(1)
  expect(apps.find('webapp')).toMatchObject({
    defaultEnvironment: 'staging',
    environments: ['qa', 'staging', 'production'],
  })
  expect(apps.find('webapp')?.target('production')).toMatchObject({
    id: 'webapp/production',
    settings: { cluster: 'main', region: 'eu-west-1', service: 'webapp' },
    deployers: ['alice', '@acme/platform'],
    url: 'https://webapp.example',
  })
  expect(apps.find('everything')?.target('production')).toMatchObject({
    provider: './my/provider.js',
    settings: { anything: 1 },
    requiredContexts: [],
    autoMerge: false,
    allowedRooms: ['ops'],
    acceptFrom: ['acme-bot[bot]'],
    git: 'git@git.example:acme/everything.git',
    payload: { team: 'web', tags: ['a', 1, null] },
    githubToken: 'token-of-everything',
    transient: false,
    production: true,
  })
})
