import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runDo } from '../../bin/do/run-do.ts'
import { perform } from '../../core/actions/perform.ts'
import { renderText } from '../../core/chat/render-text.ts'
import { memorySurface } from '../scripts/memory-chat.ts'
import { askApi } from './ask-api.ts'
import { openWorld, type World } from './world.ts'

const surface = memorySurface()
let world: World
beforeAll(async () => {
  world = await openWorld({ surface, web: { environments: { staging: {}, production: { deployers: ['bo'] } } } })
}, 60_000)
afterAll(() => world.close())

let messages = 0
const chat = { adapter: 'memory', room: 'api', roomNames: ['api'] }
const local = { id: 'memory:local', name: 'local', names: ['local'] }

test.each([
  'apps',
  'help',
  'help deploy',
  'deploy:version',
  'where can i deploy web',
  'deploys web in staging',
  'deploy webb to staging',
  'deploy web staging',
  'deploy web to nowhere',
  'deploy web to production',
  'deploy web/no-such-branch to staging',
  'deploy:lock web in staging',
  'retry #4242',
  'cancel #4242',
  'logs',
  'link github',
])('“%s” has one code and one text, in chat, over the API and on the command line', async (text) => {
  const { ports } = world.slipway
  const answer = await perform(text, local, { ...chat, messageId: `m${messages++}` }, ports)
  const inChat = { code: answer?.code, text: answer && renderText(answer.message) }
  await surface.chat().hears(`slip ${text}`, { as: { id: 'local', name: 'local' }, room: 'api', id: `c${messages++}` })
  expect(surface.chat().sent.at(-1)?.text).toBe(inChat.text)

  const { code, text: said } = await askApi(world, text)
  const out = new PassThrough()
  const err = new PassThrough()
  const exit = await runDo(['--json', text], {
    env: { DATA_DIR: world.env['DATA_DIR'] },
    out,
    err,
    signal: new AbortController().signal,
  })
  const done = JSON.parse(String(out.read())) as { ok: boolean; code: string; text: string }
  expect(exit).toBe(done.ok ? 0 : 1)
  expect({ code: done.code, text: done.text }).toEqual({ code, text: said })
  // A token of the API is nobody on GitHub, whoever asks; everything else is the same for everybody.
  if (text !== 'link github') expect({ code, text: said }).toEqual(inChat)
})
