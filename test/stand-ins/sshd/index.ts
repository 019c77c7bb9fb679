import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { programPath } from '../program-path.ts'

export interface SshHost {
  /** An address of the loopback network. */
  readonly address: string
  readonly port: number
  /** This host's own folder; commands find it under /srv. */
  readonly root: string
  /** The line of a known_hosts file that pins its key. */
  readonly knownHost: string
  /** Of its key, as ssh-keygen writes it: `SHA256:…`. */
  readonly fingerprint: string
  /** What it has written of logins and commands. */
  log(): string
  /** From now on it has another key. */
  changeKey(): Promise<void>
  stop(): Promise<void>
}

export interface SshHosts {
  readonly user: string
  /** Private key that may log in, and one that may not, as texts. */
  readonly key: string
  readonly wrongKey: string
  start(address: string): Promise<SshHost>
  stop(): Promise<void>
}

/** Real sshd's on loopback with throwaway keys; each is a host with a folder of its own. */
export function layHosts(): SshHosts {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-sshd-'))
  // Debian's sshd wants its folder when root runs it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  const key = makeKey(join(folder, 'key'))
  const wrongKey = makeKey(join(folder, 'wrong'))
  const authorized = join(folder, 'authorized_keys')
  writeFileSync(authorized, key.public)
  const running: SshHost[] = []

  async function start(address: string): Promise<SshHost> {
    const root = join(folder, `host-${address}`)
    mkdirSync(root)
    const port = await freePort(address)
    let hostKey = makeKey(join(folder, `${address}-key`))
    let log = ''
    let stopServer = await run()

    async function run(): Promise<() => Promise<void>> {
      const config = join(folder, `${address}.conf`)
      writeFileSync(config, configOf({ address, port, hostKey: hostKey.path, authorized, root }))
      const child = spawn(programPath('sshd') ?? 'sshd', ['-D', '-e', '-f', config], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const ended = once(child, 'exit')
      const lines = createInterface({ input: child.stderr })
      lines.on('line', (line) => (log += `${line}\n`))
      await Promise.race([
        until(lines, 'Server listening'),
        ended.then(() => Promise.reject(new Error(`sshd did not start:\n${log}`))),
      ])
      return async () => {
        child.kill()
        await ended
      }
    }

    const host: SshHost = {
      address,
      port,
      root,
      get knownHost() {
        return `[${address}]:${port} ${hostKey.public.split(' ').slice(0, 2).join(' ')}`
      },
      get fingerprint() {
        return hostKey.fingerprint
      },
      log: () => log,
      async changeKey() {
        await stopServer()
        hostKey = makeKey(join(folder, `${address}-changed`))
        stopServer = await run()
      },
      stop: () => stopServer(),
    }
    running.push(host)
    return host
  }

  return {
    user: userInfo().username,
    key: key.private,
    wrongKey: wrongKey.private,
    start,
    async stop() {
      await Promise.all(running.map((host) => host.stop()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function makeKey(path: string) {
  if (existsSync(path)) rmSync(path)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'throwaway', '-f', path])
  chmodSync(path, 0o600)
  const shown = execFileSync('ssh-keygen', ['-l', '-f', path], { encoding: 'utf8' })
  return {
    path,
    private: readFileSync(path, 'utf8'),
    public: readFileSync(`${path}.pub`, 'utf8'),
    fingerprint: shown.split(' ')[1] ?? '',
  }
}

interface Server {
  readonly address: string
  readonly port: number
  readonly hostKey: string
  readonly authorized: string
  readonly root: string
}

const configOf = ({ address, port, hostKey, authorized, root }: Server) =>
  [
    `ListenAddress ${address}`,
    `Port ${port}`,
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${authorized}`,
    // All hosts share the machine's files: what a command says of /srv is read as of the host's own folder.
    `ForceCommand exec bash -c "\${SSH_ORIGINAL_COMMAND//\\/srv\\//${root}/}"`,
    `SetEnv HOME=${root} PATH=${process.env['PATH'] ?? ''}`,
    'AcceptEnv LANG LC_*', // as Debian, Ubuntu and Red Hat have it
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'AllowAgentForwarding yes',
    'AllowTcpForwarding yes',
    'LogLevel VERBOSE',
    '',
  ].join('\n')

function until(lines: NodeJS.EventEmitter, text: string): Promise<void> {
  return new Promise((resolve) => lines.on('line', (line: string) => line.includes(text) && resolve()))
}

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address)
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  await once(server, 'close')
  if (bound === null || typeof bound === 'string') throw new Error(`no port at ${address}`)
  return bound.port
}
