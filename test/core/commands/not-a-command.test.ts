import { expect, test } from '@jest/globals'
import { notACommand } from '../../../core/commands/not-a-command.ts'

test.each([
  // said                            says                         meant
  ['deply hubot', '"deply" is not a command', 'deploy hubot'],
  ['deply! hubot/x  to qa because it burns', '"deply" is not a command', 'deploy! hubot/x to qa because it burns'],
  ['depoly:migrate hubot to qa 123456', '"depoly" is not a command', 'deploy:migrate hubot to qa'],
  ['Deplyos hubot', '"Deplyos" is not a command', 'deploys hubot'],
  ['deply hubot staging', '"deply" is not a command', 'deploy hubot to staging'],
  ['wher can i deploy hubot', '"wher" is not a command', 'where can i deploy hubot'],
  ['cancle #42', '"cancle" is not a command', 'cancel #42'],
  ['good morning', '"good" is not a command', undefined],
  ['alice: deploy webapp', '"alice" is not a command', undefined],
  ['123456', 'that is not a command', undefined],
])('%s', (text, says, suggestion) => {
  expect(notACommand(text, { prefix: 'deploy' })).toEqual({
    kind: 'error',
    code: 'not-a-command',
    says,
    next: '`help` lists what can be said',
    ...(suggestion !== undefined && { suggestion }),
  })
})
