import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Halt } from './halt.ts'

export interface Agent {
  /** For SSH_AUTH_SOCK. */
  readonly socket: string
  close(): Promise<void>
}

/** Holds the agent as long as its stdin is open: a worker that dies, however it does, takes its agent with it. */
const guard = 'ssh-agent -D -a "$1" & cat > /dev/null; kill "$!"'

/** Where ssh-agent and ssh-add are found; nothing else of the worker's environment is theirs. */
const env = () => ({ PATH: process.env['PATH'] ?? '' })

/**
 * An ssh-agent of this run alone, with one key in it. The key's text goes from memory to the agent's memory, over a pipe.
 * `name` is the variable it came from. Throws Halt when that is no key.
 */
export async function startAgent(key: string, name: string, lifeMs: number): Promise<Agent> {
  // Not in the run's own folder: the path of a socket may not be long.
  const folder = await mkdtemp(join(tmpdir(), 'slipway-agent-'))
  const socket = join(folder, 'socket')
  const child = spawn('sh', ['-c', guard, 'sh', socket], {
    env: env(),
    // A session of its own: Ctrl-C in a terminal is meant for the worker.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const gone = once(child, 'close')
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  child.stdin.on('error', () => {})

  async function close(): Promise<void> {
    child.stdin.end()
    await gone
    await rm(folder, { recursive: true, force: true })
  }

  try {
    // It says where it listens when it does, or why it cannot; the guard alone would wait for ever.
    await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), gone])
    if (complaint !== '') throw new Halt(`ssh-agent could not be started: ${complaint.trim()}`)
    await addKey(key, name, socket, lifeMs)
    return { socket, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function addKey(key: string, name: string, socket: string, lifeMs: number): Promise<void> {
  const child = spawn('ssh-add', ['-q', '-t', String(Math.ceil(lifeMs / 1000)), '-'], {
    // Nobody is there to be asked for a passphrase.
    env: { ...env(), SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: 'never' },
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  // In a file of variables a key stands in one line; and ssh-add wants the line break at its end, which got lost there.
  child.stdin.on('error', () => {}).end(`${key.replaceAll('\\n', '\n').trimEnd()}\n`)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  const why = complaint.trim().split('\n').at(-1) ?? ''
  throw new Halt(`${name} holds no private key without a passphrase that ssh-add takes${why && ` (${why})`}`)
}
