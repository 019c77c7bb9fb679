import { describe, expect, test } from '@jest/globals'
import type { Answer } from '../../../core/actions/answer.ts'
import type { ReasonCode } from '../../../core/gates/reasons.ts'
import type { Person, Place } from '../../../core/records/people.ts'
import type { ServerOptions } from '../../../server/start.ts'
import { apiTokens, servers, token } from '../harness.ts'
import { command } from './command.ts'

const { start } = servers()

describe('commands', () => {
  const answer: Answer = { ok: true, code: 'created', message: { title: 'web goes to production' }, deployment: 7 }

  function listening(said: Answer | undefined = answer) {
    const heard: { text: string; who: Person; place: Place }[] = []
    const perform: ServerOptions['perform'] = async (text, who, place) => {
      heard.push({ text, who, place })
      return said
    }
    return { heard, perform }
  }

  test('are answered as in chat, with a code and the deployment', async () => {
    const { heard, perform } = listening()
    const { url } = await start({ perform })
    const response = await command(url, { text: ' deploy web to production ' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ ok: true, code: 'created', text: 'web goes to production', deployment: 7 })
    expect(heard).toEqual([
      {
        text: 'deploy web to production',
        who: { id: 'api:local', name: 'local', names: ['local'] },
        place: { adapter: 'api', room: 'api', roomNames: ['api'] },
      },
    ])
  })

  test('are given by the owner of the token, whoever they say it is for', async () => {
    const { heard, perform } = listening()
    const { url } = await start({ perform, apiTokens })
    await command(url, { text: 'apps', actor: 'alice' }, { Authorization: `Bearer ${token}` })
    expect(heard.map(({ who }) => who)).toEqual([{ id: 'api:ci', name: 'ci for alice', names: ['ci'] }])
  })

  test.each<[ReasonCode, number]>([
    ['room-not-allowed', 403],
    ['unknown-app', 404],
  ])('refused with %s answer %i', async (code, status) => {
    const { perform } = listening({ ok: false, code, message: { title: 'No.' } })
    const { url } = await start({ perform })
    const response = await command(url, { text: 'deploy web' })
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ ok: false, code, text: 'No.' })
  })

  test.each<[string, unknown, Record<string, string>, number, string]>([
    ['half a body', '{"text":', {}, 400, 'cannot be read'],
    ['a text that is none', { text: 1 }, {}, 400, 'text must be text.'],
    ['an empty text', { text: ' ' }, {}, 400, 'text is empty.'],
    ['a long text', { text: 'x'.repeat(4_001) }, {}, 400, 'text must have at most 4000 characters.'],
    ['no text', {}, {}, 400, 'text is missing.'],
    ['a list', [], {}, 400, 'The request must be an object of fields.'],
    ['an unknown field', { text: 'apps', user: 'alice' }, {}, 400, 'user is not known here.'],
    ['an actor of two lines', { text: 'apps', actor: 'a\nb' }, {}, 400, 'actor must be printable characters only.'],
    ['a form', 'text=apps', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'application/json'],
    ['plain text, which a browser sends unasked', '{"text":"apps"}', { 'Content-Type': 'text/plain' }, 415, 'json'],
    ['a page of another site', { text: 'apps' }, { Origin: 'https://evil.example' }, 403, 'Origin'],
    ['a page without a site', { text: 'apps' }, { Origin: 'null' }, 403, 'Origin'],
    ['more than 64 KiB', { text: 'x'.repeat(65_536) }, {}, 413, 'large'],
  ])('%s is refused and nothing done', async (_what, body, headers, status, says) => {
    const { heard, perform } = listening()
    const { url } = await start({ perform })
    const response = await command(url, body, headers)
    expect(response.status).toBe(status)
    expect((await response.text()).toLowerCase()).toContain(says.toLowerCase())
    expect(heard).toEqual([])
  })

  test('may be given by a page of ours', async () => {
    const { heard, perform } = listening()
    const { url } = await start({ perform })
    expect((await command(url, { text: 'apps' }, { Origin: url })).status).toBe(200)
    expect(heard).toHaveLength(1)
  })

  test('that fail say where to look, not what broke', async () => {
    const { url, lines } = await start({ perform: () => Promise.reject(new Error('password is hunter2')) })
    const response = await command(url, { text: 'apps' })
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('hunter2')
    const [line] = lines.filter(({ msg }) => msg === 'a request failed')
    expect(text).toContain(String(line?.['id']))
  })
})
