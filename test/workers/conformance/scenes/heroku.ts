import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { Scenes, Stage } from '../../../../workers/conformance/index.ts'
import { startHeroku } from '../../../stand-ins/heroku/index.ts'

/** The Heroku of our own with three apps: an ordinary one, one whose builds never end, one whose builds say very much. */
export async function conformance({ loud }: Stage): Promise<Scenes> {
  const platform = await startHeroku()
  const apps = { ordinary: platform.app('acme-web'), slow: platform.app('acme-slow'), loud: platform.app('acme-loud') }
  for (const app of Object.values(apps)) app.release({ commit: 'a'.repeat(40), description: 'Deploy aaaaaaaa' })
  const output = await startOutput(loud)
  const ordinary = platform.plans.build
  platform.plans.build = async (doing, build) => {
    if (apps.slow.builds.includes(build)) return new Promise(() => {})
    if (!apps.loud.builds.includes(build)) return ordinary(doing, build)
    // Not the stand-in's own output, which stays in its memory, and so in that of the suite.
    Object.assign(build, { output_stream_url: output.url })
    await output.read
    return 'succeeded'
  }
  return {
    env: { HEROKU_API_KEY: platform.key, HEROKU_API_URL: platform.url },
    pace: 100,
    succeeds: { app: 'acme-web' },
    lasts: { app: 'acme-slow' },
    loud: { app: 'acme-loud' },
    effects: () => apps.ordinary.builds.length,
    live: () => apps.ordinary.slugs.get(apps.ordinary.current()?.slug?.id ?? '')?.commit ?? null,
    heard: () => JSON.stringify(platform.journal),
    async close() {
      output.close()
      await platform.close()
    },
  }
}

async function startOutput({ bytes, lastLine }: Stage['loud']) {
  let over = () => {}
  const read = new Promise<void>((resolve) => {
    over = resolve
  })
  const block = Buffer.from(`${'x'.repeat(255)}\n`.repeat(256))
  function* text() {
    for (let sent = 0; sent < bytes; sent += block.length) yield block
    yield Buffer.from(`${lastLine}\n`)
  }
  const server = createServer((_request, response) => {
    Readable.from(text()).pipe(response).on('finish', over)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/output`, read, close }
}
