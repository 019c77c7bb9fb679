import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Asking } from '../provider.ts'
import { type Ask, askOverSsh } from './ask-over-ssh.ts'
import { Halt } from './halt.ts'
import { graceMs, type Machine, type MachineRun } from './machine.ts'

/**
 * What keeps ssh's input open while the command runs there, and closes it when the run is told to stop: over there that
 * means the same, and the output of what is tidied up still comes back. Its own arguments are ssh's.
 */
const relay = `
trap 'exec 3>&-' INT TERM
pipe=$1; shift
mkfifo "$pipe"
(trap '' INT TERM; exec "$@") < "$pipe" &
ssh=$!
exec 3> "$pipe"
cat >&3
wait "$ssh"; code=$?
while kill -0 "$ssh" 2> /dev/null; do wait "$ssh"; code=$?; done
exit "$code"
`

/**
 * The other end: starts what the first line of its input says, and stops it when its input ends, which it also does when
 * the worker or the line between is gone.
 */
const starter = `
require "json"
order = JSON.parse(STDIN.gets)
Dir.chdir(order["tree"])
begin
  pid = Process.spawn(order["env"], *order["command"], in: "/dev/null", pgroup: true)
rescue SystemCallError => e
  abort e.message
end
stopped = false
Thread.new do
  STDIN.read
  stopped = true
  [["INT", order["grace"]], ["TERM", 5], ["KILL", 0]].each do |signal, seconds|
    Process.kill(signal, -pid)
    sleep seconds
  end
end
_, status = Process.wait2(pid)
begin
  Process.kill("KILL", -pid) if stopped
rescue SystemCallError
end
exit!(status.exitstatus || 128 + status.termsig)
`

/** Of one line and without quotes of its own, so that the login shell there hands it on as it is. */
const remoteRuby = `ruby -e '${starter.trim()}'`

const makeFolder = 'umask 077 && d=$(mktemp -d) && mkdir "$d/tree" && echo "$HOME" && echo "$d"'

/** Those of the machine over there count there. */
const withoutOwn = (env: MachineRun['env']) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'PATH' && name !== 'HOME'))

export interface Bastion {
  /** [user@]host[:port] */
  readonly at: string
  readonly sshConfig: string
}

/** A host that cap runs on. The tree's files are sent there; what has to be kept from others goes over ssh's input. */
export async function bastion(
  { at, sshConfig }: Bastion,
  context: Pick<Asking, 'run' | 'signal' | 'log'>,
  tree: string,
): Promise<Machine> {
  const ssh = ['ssh', '-F', sshConfig, '--', `ssh://${at}`]
  const pipes = await mkdtemp(join(tmpdir(), 'slipway-pipe-'))
  let ran = 0
  const ask = (command: string, input?: Ask['input']) =>
    askOverSsh({ ssh, command, signal: context.signal, ...(input && { input }) })

  const [home = '', folder = ''] = (await ask(makeFolder)).trim().split('\n')
  if (![home, folder].every((path) => /^\/[\w./-]+$/.test(path))) throw new Halt(`${at} has no folder for cap`)

  async function close(): Promise<void> {
    await rm(pipes, { recursive: true, force: true })
    try {
      // Also when the run was told to stop.
      await askOverSsh({ ssh, command: `rm -rf ${folder}`, signal: AbortSignal.timeout(graceMs) })
    } catch {
      await context.log(`${folder} could not be removed from ${at}; nothing secret is in it`)
    }
  }

  try {
    await ask(`tar -xf - -C ${folder}/tree`, { folder: tree })
  } catch (error) {
    await close()
    throw error
  }
  return {
    folder,
    tree: `${folder}/tree`,
    cache: `${home}/.cache/slipway`,
    run(command, { env, ...options }) {
      ran += 1
      const order = { command, env: withoutOwn(env), tree: `${folder}/tree`, grace: graceMs / 2000 }
      return context.run(['sh', '-c', relay, 'sh', join(pipes, String(ran)), ...ssh, remoteRuby], {
        cwd: tree,
        env: { PATH: process.env['PATH'] ?? '' },
        stdin: `${JSON.stringify(order)}\n`,
        stopSignal: 'SIGINT',
        graceMs,
        ...options,
      })
    },
    write: async (name, text) => void (await ask(`cat > ${folder}/${name}`, { text })),
    read: (name) => ask(`cat ${folder}/${name}`),
    remove: async (name) => void (await ask(`rm -f ${folder}/${name}`)),
    close,
  }
}
