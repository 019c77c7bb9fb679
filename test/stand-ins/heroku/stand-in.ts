import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFaults, type Fault } from './faults.ts'
import type { Cut } from './output.ts'
import { ordinary, type Plans } from './plans.ts'
import { type Asked, match, refuse, type Reply } from './route.ts'
import { apps } from './routes/apps.ts'
import { builds } from './routes/builds.ts'
import { dynos } from './routes/dynos.ts'
import { pipelines } from './routes/pipelines.ts'
import { sources } from './routes/sources.ts'
import { type App, createApp, createWorld, type World } from './state.ts'

const routes = [...apps, ...builds, ...dynos, ...pipelines, ...sources]

/** A Heroku of our own over HTTP: builds that print and end, release phases, promotions, dynos, and what goes wrong with them. */
export interface HerokuStandIn {
  readonly url: string
  readonly key: string
  /** How things go from now on. */
  readonly plans: Plans
  /** How many calls the account has left. */
  remaining: number
  readonly uploads: World['uploads']
  /** Every call as `METHOD /path`, with its body and headers, in order. */
  readonly journal: readonly (Asked & { readonly call: string; readonly at: number })[]
  app(name: string): App
  fault(fault: Fault): void
  /** The next readers of outputs lose their connection, one cut each. */
  cut(...cuts: Cut[]): void
  close(): Promise<void>
}

export async function startHeroku(key = 'HRKU-0123-4567-89ab-cdef'): Promise<HerokuStandIn> {
  const journal: (Asked & { readonly call: string; readonly at: number })[] = []
  const faults = createFaults()
  const cuts: Cut[] = []
  const plans = ordinary()
  const server = createServer((request, response) => void read(request).then((body) => serve(request, response, body)))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const world = createWorld(url)

  function serve(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const { method = '', headers } = request
    const { pathname: path, searchParams } = new URL(request.url ?? '/', url)
    const call = `${method} ${path}`
    const isApi = !/^\/(streams|uploads)\//.test(path)
    const asked = { method, path, headers, body: isApi && body.length > 0 ? JSON.parse(body.toString()) : undefined }
    journal.push({ ...asked, call, at: performance.now() })
    const how = faults.take(call)
    if (how === 'call lost') return void request.socket.resetAndDestroy()
    if (typeof how === 'object') return answer(response, { body: { id: 'trouble', message: 'Trouble.' }, ...how })
    if (!isApi) return serveLink(asked, body, searchParams.get('tail') === 'false', response)
    const reply = api(asked)
    if (how === 'answer lost') return void request.socket.resetAndDestroy()
    answer(response, { ...reply, headers: { ...reply.headers, 'ratelimit-remaining': String(self.remaining) } })
  }

  function api(asked: Asked): Reply {
    if (!asked.headers.accept?.startsWith('application/vnd.heroku+json; version=3'))
      return refuse(406, 'not_acceptable', 'Say which version.')
    if (asked.headers.authorization !== `Bearer ${key}`)
      return refuse(401, 'unauthorized', 'Invalid credentials provided.')
    for (const route of routes) {
      const parts = match(route, asked.method, asked.path)
      if (parts) return route.handle({ world, plans }, asked, ...parts)
    }
    return refuse(404, 'not_found', 'The requested API endpoint was not found.')
  }

  /** Links have their own tokens; a key that is sent to one has leaked. */
  function serveLink({ method, path, headers }: Asked, body: Buffer, isOver: boolean, response: ServerResponse): void {
    if (headers.authorization !== undefined) return answer(response, refuse(400, 'leaked', 'Only one auth mechanism.'))
    const token = path.split('/').at(-1) ?? ''
    if (method === 'PUT') {
      world.uploads.set(token, { body, headers: { ...headers } as Record<string, string | undefined> })
      return answer(response, { status: 200, body: '' })
    }
    const output = world.outputs.get(token)
    if (output && isOver) return void response.end(output.soFar())
    if (output) return output.serve(response, cuts.shift())
    answer(response, refuse(404, 'not_found', 'Gone.'))
  }

  const self: HerokuStandIn = {
    url,
    key,
    plans,
    remaining: 4_500,
    uploads: world.uploads,
    journal,
    app: (name) => world.apps.get(name) ?? createApp(world, name),
    fault: (fault) => faults.add(fault),
    cut: (...more) => void cuts.push(...more),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  return self
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req-1', ...headers })
  response.end(JSON.stringify(body))
}
