import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import type { ProviderLimits } from '../../../core/actions/ports.ts'
import { providerFacts } from '../../../core/actions/provider-facts.ts'
import { parseApps } from '../../../core/apps/parse-apps.ts'

const settings = z.object({ hosts: z.array(z.string()) })

const fly: ProviderLimits = {
  can: { hosts: true, tasks: /^deploy(:\w+)?$/ },
  settings,
  refuses({ hosts, task }, own) {
    const known = settings.parse(own).hosts
    const stranger = hosts.find((host) => !known.includes(host))
    if (stranger !== undefined) return `${stranger} is none of its hosts`
    return task === 'deploy' ? undefined : `it has no task ${task}`
  },
}

const target = (own: object) => {
  const app = { repository: 'acme/web', provider: 'shell', environments: { qa: { shell: own } } }
  const found = parseApps(JSON.stringify({ web: app }), 'apps.json', new Map())
    .find('web')
    ?.target('qa')
  if (!found) throw new Error('the app of this test is broken')
  return found
}

const facts = (asked: { hosts?: string[]; task?: string }, limits = fly, own: object = { hosts: ['web1'] }) =>
  providerFacts({ providers: new Map([['shell', limits]]) }, target(own), { hosts: [], task: 'deploy', ...asked })

describe('what the settings of a target rule out', () => {
  test.each([
    [{}, undefined],
    [{ hosts: ['web1'] }, undefined],
    [{ hosts: ['web1', 'web9'] }, 'web9 is none of its hosts'],
    [{ task: 'deploy:cold' }, 'it has no task deploy:cold'],
    [{ task: 'rollback' }, undefined],
    [{ task: 'rollback', hosts: ['web9'] }, 'web9 is none of its hosts'],
  ])('%j: %s', (asked, refusal) => {
    expect(facts(asked).refusal).toBe(refusal)
  })

  test('is not asked with settings that cannot be used', () => {
    expect(facts({ hosts: ['web9'] }, fly, {})).toMatchObject({ known: true, problem: expect.any(String) })
    expect(facts({ hosts: ['web9'] }, fly, {}).refusal).toBeUndefined()
  })

  test('is refused when the provider cannot tell', () => {
    const broken = { ...fly, refuses: () => JSON.parse('{') as string }
    expect(facts({}, broken).refusal).toContain('could not say whether it can do that')
  })
})
