import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Event, Order, StartOrder, StopSignal } from './command/protocol.ts'
import { climbStopLadder } from './command/stop-ladder.ts'

/**
 * A process of its own between the worker and a command. It starts the command in a process group and stops that group
 * when the worker says so, or is gone (its pipe closes, even by kill -9), or has stood still (no beat).
 * Orders come on stdin, events go to stdout, as lines of JSON. Descriptors 3 and 4 are the write ends of the command's
 * stdout and stderr: they are handed on and closed here, so output goes straight to the worker.
 */
const outFd = 3
const errFd = 4

// Whoever stops a whole session or container means the worker, and the worker tells us.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
// A worker that died while it was being told something: stdin closes too, and that is what counts.
process.stdout.on('error', () => {})

const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => watch(JSON.parse(line) as StartOrder))

function watch(order: StartOrder): void {
  const child = start(order)
  let stopping: Promise<unknown> | undefined
  let lastBeat = performance.now()

  const stop = (signal: StopSignal, graceMs: number) => {
    if (child?.pid === undefined) return
    // What even KILL does not end never tells that it ended.
    stopping ??= climbStopLadder({ group: child.pid, run: order.run, signal, graceMs, tell }).then(
      (left) => left.length > 0 && leave(),
    )
  }
  const abandon = () => {
    if (stopping !== undefined) return
    tell({ event: 'orphaned' })
    stop('SIGTERM', order.orphanGraceMs)
  }

  // Beats that came while this process itself was slow are read before the check.
  const pulse = setInterval(() => setImmediate(checkBeat), order.heartbeatMs / 20)
  const checkBeat = () => {
    if (performance.now() - lastBeat > order.heartbeatMs) abandon()
  }

  lines.on('line', (line) => {
    const next = JSON.parse(line) as Order
    lastBeat = performance.now()
    if (next.do === 'stop') stop(next.signal, next.graceMs)
  })
  lines.on('close', abandon)

  child?.on('error', (error: NodeJS.ErrnoException) => refuse(error))
  child?.on('exit', (code, signal) => {
    tell({ event: 'exited', code, signal })
    void Promise.resolve(stopping).then(leave)
  })

  /** A command that ended by itself may leave a daemon; one that was stopped leaves nothing. */
  function leave(): void {
    clearInterval(pulse)
    lines.removeListener('close', abandon)
    lines.close()
    process.stdin.destroy()
    child?.stdin?.destroy()
    child?.unref()
  }

  function refuse(error: NodeJS.ErrnoException): void {
    tell({ event: 'not-started', code: error.code ?? 'unknown', message: error.message })
    leave()
  }

  if (child === undefined) leave()
  else if (child.pid !== undefined) tell({ event: 'started', pid: child.pid })
}

function start({ command, cwd, env, run, stdin }: StartOrder): ChildProcess | undefined {
  const [program = '', ...args] = command
  try {
    const input = stdin === undefined ? 'ignore' : 'pipe'
    const environment = { ...env, SLIPWAY_RUN: run }
    const child = spawn(program, args, { cwd, env: environment, detached: true, stdio: [input, outFd, errFd] })
    // A command need not read what it is given.
    child.stdin?.on('error', () => {}).end(stdin)
    return child
  } catch (error) {
    // Node throws for what no system call can take, such as a NUL in an argument.
    tell({ event: 'not-started', code: 'invalid', message: error instanceof Error ? error.message : String(error) })
    return undefined
  } finally {
    closeSync(outFd)
    closeSync(errFd)
  }
}

function tell(event: Event): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
