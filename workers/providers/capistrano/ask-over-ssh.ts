import { spawn } from 'node:child_process'
import { Halt } from './halt.ts'
import { Stopped } from './stopped.ts'

export interface Ask {
  /** ssh with its options, and the host. */
  readonly ssh: readonly string[]
  /** Read by the login shell there. */
  readonly command: string
  readonly signal: AbortSignal
  /** A text, or a folder's files as tar, without what git keeps of them. */
  readonly input?: { readonly text: string } | { readonly folder: string }
}

/** Far more than any answer that is read here. */
const longest = 1_000_000

/** What a short command on another host says. Throws Halt when it fails, Stopped when the run was told to stop. */
export async function askOverSsh({ ssh: [program = 'ssh', ...args], command, signal, input }: Ask): Promise<string> {
  // -v tells the fingerprint of a key that ssh does not trust.
  const child = spawn(program, ['-v', ...args, command], {
    env: { PATH: process.env['PATH'] ?? '' },
    detached: true,
    signal,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (out.length < longest) out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-longest)))
  child.stdin.on('error', () => {})
  if (input !== undefined && 'folder' in input) {
    const tar = spawn('tar', ['-C', input.folder, '--exclude=./.git', '-cf', '-', '.'], {
      signal,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // An archive that breaks off is one that tar over there complains of.
    tar.on('error', () => child.stdin.destroy())
    tar.stdout.pipe(child.stdin)
  } else child.stdin.end(input?.text)

  const code = await new Promise<number | null | Error>((resolve) => {
    child.once('error', resolve)
    child.once('close', resolve)
  })
  if (signal.aborted) throw new Stopped({ kind: 'shutdown' })
  if (code !== 0) throw new Halt(whyNot(args.at(-1) ?? program, code instanceof Error ? code.message : err))
  return out
}

/** The sentence for what ssh, or the command over there, has complained of. */
export function whyNot(host: string, complaint: string): string {
  const at = host.replace('ssh://', '')
  const [, fingerprint] = /Server host key: \S+ (SHA256:\S+)/.exec(complaint) ?? []
  if (complaint.includes('Host key verification failed')) {
    const changed = complaint.includes('IDENTIFICATION HAS CHANGED')
    return `the host key of ${at} ${changed ? 'has changed' : 'is unknown'}: it showed ${fingerprint}; compare it on the host`
  }
  const said = complaint
    .split(/\r?\n/)
    .filter((line) => line !== '' && !/^(?:debug\d|OpenSSH_|Transferred|Bytes per|Authenticated to)/.test(line))
  return `${at} cannot be used: ${said.at(-1) ?? 'ssh ended without a word'}`
}
