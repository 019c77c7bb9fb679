import { userInfo } from 'node:os'
import { join } from 'node:path'
import { isSandbox } from '../../core/config/is-sandbox.ts'
import { readConfig } from '../../core/config/read-config.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { secretsOfEnvironment } from '../../core/secrets/secrets-of-environment.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { startSlipway } from '../start-slipway.ts'
import { openLogFile } from '../open-log-file.ts'
import type { CliCommand } from './command.ts'

export const start: CliCommand = {
  names: ['start'],
  usage: 'slipway start [chat] [server] [worker]',
  help: 'runs the roles named, or all three; without configuration on the sandbox',
  async run(roles) {
    const inSandbox = isSandbox(process.env)
    const log = inSandbox && isAtPrompt() ? openLogFile(join(sandboxDir(), 'slipway.log')) : undefined
    if (log) process.stderr.write('Starting the sandbox; a first start takes some seconds\n')
    const sandbox = inSandbox ? await openSandbox(log?.write ?? toStderr) : undefined
    const env = { ...process.env, ...sandbox?.env, ...(sandbox && { DATA_DIR: join(sandboxDir(), 'slipway') }) }
    const config = readConfig(env, roles)
    const redactor = createRedactor()
    for (const secret of [...config.secrets, ...secretsOfEnvironment(env)]) redactor.add(secret)
    const slipway = await startSlipway({
      config,
      redactor,
      io: { input: process.stdin, output: process.stdout },
      user: process.env['USER'] || userInfo().username,
      env,
      ...(sandbox && { sandbox }),
      ...(log && { writeLog: log.write }),
    })
    process.stdout.write(`${slipway.readyLine}\n`)
    if (log) process.stdout.write(welcome(log.file))
    slipway.open()

    await Promise.race([slipway.inputOver, signalled()])
    // Whoever asks a second time does not want to wait for what runs.
    process.once('SIGINT', () => process.exit(130))
    const patience = log && setTimeout(() => process.stderr.write(`\n${stillRunning}\n`), silentMs)
    await slipway.close(config.running.shutdownGraceMs)
    clearTimeout(patience)
    await sandbox?.close()
    return 0
  },
}

const silentMs = 1_000
const stillRunning = 'Waiting for what still runs; Ctrl-C leaves now'

const welcome = (log: string) => `This is the sandbox: a GitHub, its repositories and web services on this machine. Try
  deploy webapp to staging
  sandbox commit pending on fix-login
  sandbox
  help
The log is in ${log}; set LOG_LEVEL to see it here.
`

/** The log would tear the prompt apart where both are on one terminal; whoever sets LOG_LEVEL wants to see it there. */
const isAtPrompt = () =>
  !process.env['LOG_LEVEL'] && [process.stdin, process.stdout, process.stderr].every(({ isTTY }) => isTTY)

const sandboxDir = () => join(process.env['DATA_DIR'] || '.slipway', 'sandbox')

const openSandbox = (write: (line: string) => void): Promise<Sandbox> =>
  startSandbox({ dir: sandboxDir(), log: (line) => write(`${line}\n`) })

const toStderr = (text: string) => void process.stderr.write(text)

const signalled = () =>
  new Promise<'signal'>((resolve) => {
    // Not `once`: execa, busy in the sandbox, ends the process at once when it finds nobody else listening.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve('signal'))
  })
