import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { actions } from '../../../../workers/providers/actions/index.ts'

const readme = readFileSync(new URL('../../../../workers/providers/actions/README.md', import.meta.url), 'utf8')
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? ''
const entry = z.object({ webapp: z.object({ actions: z.unknown() }) })

test('the entry of the README can be used, and its workflow takes and uses what it passes', () => {
  const { inputs } = actions.settings.parse(entry.parse(JSON.parse(block('json'))).webapp.actions)
  const workflow = block('yaml')
  expect(Object.keys(inputs)).toEqual(['deployment', 'sha', 'environment', 'task'])
  for (const name of Object.keys(inputs)) {
    expect(workflow).toMatch(new RegExp(`^ {6}${name}:$`, 'm'))
    expect(workflow).toContain(`\${{ inputs.${name} }}`)
  }
})
