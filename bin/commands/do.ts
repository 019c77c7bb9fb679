import { runDo } from '../do/run-do.ts'
import type { CliCommand } from './command.ts'

export const doCommand: CliCommand = {
  names: ['do'],
  usage: 'slipway do [--no-wait] [--json] "deploy webapp to staging"',
  help: 'says a command to a running server and follows what comes of it; exits 0 only when that went well',
  async run(args) {
    const leave = new AbortController()
    const stop = () => leave.abort()
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    try {
      return await runDo(args, { env: process.env, out: process.stdout, err: process.stderr, signal: leave.signal })
    } finally {
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
    }
  },
}
