import { type ApiAnswer, ApiError, createApi } from './api.ts'
import { findServer } from './find-server.ts'
import { type End, follow } from './follow.ts'
import { createScreen, type Output, type Screen } from './screen.ts'

export interface Surroundings extends Output {
  readonly env: NodeJS.ProcessEnv
  /** Somebody does not want to follow any longer. */
  readonly signal: AbortSignal
}

const usage = 'slipway do [--no-wait] [--json] "deploy webapp to staging"'
const interrupted = 130

/** Says a command to a running server. Resolves to the exit code: 0 only when all that came of it went well. */
export async function runDo(args: readonly string[], around: Surroundings): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith('--'))
  const text = args.filter((arg) => !arg.startsWith('--')).join(' ')
  const strange = flags.find((flag) => flag !== '--no-wait' && flag !== '--json')
  if (strange !== undefined || text.trim() === '') {
    const why = strange === undefined ? 'nothing is said' : `do knows no ${strange}`
    around.err.write(`slipway: ${why}; ${usage}\n`)
    return 2
  }
  return say(text, { waits: !flags.includes('--no-wait'), json: flags.includes('--json') }, around)
}

interface Ways {
  readonly waits: boolean
  /** One JSON object on stdout, everything else on stderr. */
  readonly json: boolean
}

async function say(text: string, { waits, json }: Ways, { env, out, err, signal }: Surroundings): Promise<number> {
  const screen = createScreen({ out: json ? err : out, err })
  const api = createApi(await findServer(env), signal)
  let asked: ApiAnswer | undefined
  try {
    asked = await api.command(text)
    if (!json) screen.say(asked.text)
    const { ok, request } = asked
    const end = waits && ok && request !== undefined ? await follow(request, { api, screen, signal }) : undefined
    if (json) out.write(`${JSON.stringify(asJson(asked, end))}\n`)
    else if (end) screen.say(lastLine(end))
    return wentWell(asked, end) ? 0 : 1
  } catch (error) {
    return brokeOff(error, asked, signal, screen)
  } finally {
    screen.close()
  }
}

function brokeOff(error: unknown, asked: ApiAnswer | undefined, signal: AbortSignal, screen: Screen): number {
  if (signal.aborted) {
    screen.say(asked ? goesOn(asked) : 'left before an answer came: what was said may still be done')
    return interrupted
  }
  if (!(error instanceof ApiError)) throw error
  screen.say(asked ? `${error.message}\n${goesOn(asked)}` : error.message)
  return 1
}

const wentWell = ({ ok }: ApiAnswer, end: End | undefined) =>
  end ? 'deployment' in end && end.deployment.state === 'success' : ok

function asJson(answer: ApiAnswer, end: End | undefined) {
  const ok = wentWell(answer, end)
  if (!end) return { ...answer, ok }
  if ('deployment' in end) return { ...answer, ok, deployment: end.deployment }
  return { ...answer, ok, code: end.none.code ?? 'cancelled', why: end.none.why }
}

function lastLine(end: End): string {
  if ('none' in end) return `nothing is deployed: ${end.none.why ?? end.none.code ?? 'it was cancelled'}`
  const { id, app, environment, state, summary } = end.deployment
  return `#${id} ${app} to ${environment}: ${state}${summary === undefined ? '' : `, ${summary}`}`
}

const goesOn = ({ deployment }: ApiAnswer) =>
  deployment === undefined
    ? 'not followed any more; what was asked for goes on'
    : `not followed any more; #${deployment} goes on, and \`slipway do "cancel #${deployment}"\` stops it`
