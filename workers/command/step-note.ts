import type { Event, StopSignal } from './protocol.ts'

/** What the log says about a step of stopping; undefined for events that need no word. */
export function stepNote(event: Event): string | undefined {
  switch (event.event) {
    case 'orphaned':
      return 'the worker stood still, so its watcher stops the command'
    case 'asked':
      return `asked it to stop (${shortName(event.signal)})`
    case 'asked-again':
      return `asked it again (${shortName(event.signal)}) after ${event.afterMs / 1000} s`
    case 'killed':
      return `killed it after ${event.afterMs / 1000} s`
    case 'stopped':
      return event.left.length === 0
        ? undefined
        : `could not stop ${event.left.map((pid) => `process ${pid}`).join(', ')}`
    default:
      return undefined
  }
}

const shortName = (signal: StopSignal) => signal.slice('SIG'.length)
