import type { AdapterMaker } from 'hubot'
import { z } from 'zod'
import { ConfigError } from '../../core/config/config-error.ts'
import type { Message } from '../../core/chat/message.ts'
import { escapeSlack } from '../../core/chat/escape-slack.ts'
import { renderText } from '../../core/chat/render-text.ts'
import type { Surface } from '../surface.ts'

/**
 * Any Hubot adapter, in text: a package name, or the short name that Hubot took for `hubot-NAME`.
 * Throws ConfigError when there is no such package or it is no adapter.
 */
export async function packageSurface(adapter: string): Promise<Surface> {
  const short = adapter
    .replace(/^.*\//, '')
    .replace(/^hubot-/, '')
    .toLowerCase()
  if (short === 'campfire') {
    throw new ConfigError([
      'HUBOT_ADAPTER is campfire, which Slipway does not speak: set it to slack, shell or a package',
    ])
  }
  return {
    // Rights hang on these words: an account of a chat is no login on GitHub and no token of the API.
    name: short === 'github' || short === 'api' ? `${short}-chat` : short,
    adapter: await load(adapter),
    render: short === 'slack' ? (message: Message) => escapeSlack(renderText(message)) : renderText,
    showsEverything: false,
  }
}

async function load(adapter: string): Promise<AdapterMaker> {
  const candidates = /^[a-z0-9_]+$/i.test(adapter) ? [`hubot-${adapter}`, adapter] : [adapter]
  for (const name of candidates) {
    const loaded = await importOf(name)
    if (loaded === undefined) continue
    const { default: maker } = z.object({ default: z.unknown() }).catch({ default: undefined }).parse(loaded)
    if (isAdapterMaker(maker)) return maker
    throw new ConfigError([
      `HUBOT_ADAPTER is ${adapter}, but the package ${name} is no Hubot adapter: name one that is`,
    ])
  }
  throw new ConfigError([
    `HUBOT_ADAPTER is ${adapter}, but there is no package ${candidates.join(' or ')}: install it with npm install, ` +
      'or set HUBOT_ADAPTER to slack or shell',
  ])
}

/** Undefined when the package is not installed; a package that breaks while it loads is another story. */
async function importOf(name: string): Promise<unknown> {
  try {
    return await import(name)
  } catch (error) {
    const { code, message } = failure.parse(error)
    if (code.endsWith('MODULE_NOT_FOUND') && message.includes(`'${name}'`)) return undefined
    throw new ConfigError([`HUBOT_ADAPTER: the package ${name} cannot be loaded (${message}): mend or replace it`])
  }
}

const failure = z.object({ code: z.string().catch(''), message: z.string() })

const isAdapterMaker = (value: unknown): value is AdapterMaker =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  'use' in value &&
  typeof value.use === 'function'
