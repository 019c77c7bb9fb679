import { userInfo } from 'node:os'
import { join } from 'node:path'
import { isSandbox } from '../../core/config/is-sandbox.ts'
import { readConfig } from '../../core/config/read-config.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { secretsOfEnvironment } from '../../core/secrets/secrets-of-environment.ts'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import { startSlipway } from '../start-slipway.ts'
import type { CliCommand } from './command.ts'

export const start: CliCommand = {
  names: ['start'],
  usage: 'slipway start [chat] [server] [worker]',
  help: 'runs the roles named, or all three; without configuration on the sandbox',
  async run(roles) {
    const sandbox = isSandbox(process.env) ? await openSandbox() : undefined
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
    })
    process.stdout.write(`${slipway.readyLine}\n`)
    if (sandbox && process.stdin.isTTY) process.stdout.write(welcome)
    slipway.open()

    const how = await Promise.race([slipway.inputOver, signalled()])
    // Whoever asks a second time does not want to wait for what runs.
    process.once('SIGINT', () => process.exit(130))
    await slipway.close(how === 'end' ? 0 : config.running.shutdownGraceMs)
    await sandbox?.close()
    return 0
  },
}

const welcome = `This is the sandbox: a GitHub, a repository and a web service on this machine. Try
  deploy webapp to staging
  sandbox commit pending on fix-login
  help
`

const sandboxDir = () => join(process.env['DATA_DIR'] || '.slipway', 'sandbox')

const openSandbox = (): Promise<Sandbox> =>
  startSandbox({ dir: sandboxDir(), log: (line) => void process.stderr.write(`${line}\n`) })

const signalled = () =>
  new Promise<'signal'>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve('signal'))
  })
