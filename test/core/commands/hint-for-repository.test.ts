import { expect, test } from '@jest/globals'
import { parseApps } from '../../../core/apps/parse-apps.ts'
import { hintForRepository } from '../../../core/commands/hint-for-repository.ts'
import { parse } from '../../../core/commands/parse.ts'

const apps = parseApps('{"Bot": {"provider": "shell", "repository": "Acme/hubot"}}', 'apps.json', new Map())

function hint(text: string) {
  const parsed = parse(text, { prefix: 'deploy' })
  if (parsed.kind !== 'command') return parsed
  const { command } = parsed
  return command.action === 'deploy' || command.action === 'deploys'
    ? hintForRepository(command, apps, 'deploy')
    : parsed
}

test.each([
  ['deploy! acme/hubot to production', 'deploy! Bot to production'],
  ['deploy acme/hubot/fix/login to qa/a,b because x', 'deploy Bot/fix/login to qa/a,b because x'],
  ['deploys acme/hubot in qa', 'deploys Bot in qa'],
])('%s was meant as %s', (text, suggestion) => {
  expect(hint(text)).toEqual({ repository: 'Acme/hubot', apps: ['Bot'], suggestion })
})

test.each(['deploy acme/other', 'deploy acme', 'deploy other/hubot'])('%s has no hint', (text) => {
  expect(hint(text)).toBeUndefined()
})
