import { runCommand } from '../../../workers/command/run-command.ts'
import type { CommandRequest } from '../../../workers/command/run-command.ts'

let runs = 0

/** Runs a bash script under the real watcher and keeps what it said. */
export function tryScript(script: string, options: Partial<CommandRequest> = {}) {
  return tryCommand(['bash', '-c', script], options)
}

export function tryCommand(command: readonly string[], options: Partial<CommandRequest> = {}) {
  const control = new AbortController()
  const run = `test-${process.pid}-${runs++}`
  const said = { out: '', err: '', notes: [] as string[] }
  const listeners = new Set<() => void>()
  const ended = runCommand({
    command,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '' },
    run,
    signal: control.signal,
    async onOutput(chunk, stream) {
      said[stream] += chunk.toString()
      for (const listener of listeners) listener()
    },
    async note(text) {
      said.notes.push(text)
    },
    heartbeats: () => () => {},
    ...options,
  })
  return {
    run,
    ended,
    said,
    cancel: () => control.abort({ kind: 'cancel', by: 'alice' }),
    /** Resolves when stdout holds the text. */
    saying(text: string): Promise<void> {
      return new Promise((resolve) => {
        const look = () => {
          if (!said.out.includes(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
      })
    },
  }
}
