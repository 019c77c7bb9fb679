import { runCommand } from '../../../workers/command/run-command.ts'

/**
 * A worker of its own process, for tests that kill or freeze one. Runs the bash script of its first argument, beats every
 * 100 ms, and prints what the command says, then how it ended.
 */
const [, , script = '', heartbeatMs = '10000'] = process.argv
const ended = await runCommand({
  command: ['bash', '-c', script],
  cwd: '/',
  env: { PATH: process.env['PATH'] ?? '' },
  run: `played-${process.pid}`,
  signal: new AbortController().signal,
  heartbeatMs: Number(heartbeatMs),
  orphanGraceMs: 500,
  async onOutput(chunk) {
    process.stdout.write(chunk)
  },
  async note(text) {
    process.stdout.write(`# ${text}\n`)
  },
  heartbeats(beat) {
    const timer = setInterval(beat, 100)
    return () => clearInterval(timer)
  },
})
process.stdout.write(`ended ${JSON.stringify(ended)}\n`)
