import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const lookMs = 25

export interface Process {
  readonly pid: number
  readonly commandLine: string
}

/** Watches what is started meanwhile: children of this process, theirs, and whatever carries one of the marks in its environment. */
export interface ProcessWatch {
  /** Command lines seen so far. */
  readonly commandLines: Set<string>
  /** Those that are still there after `patienceMs`; undefined where there is no proc(5). */
  left(patienceMs: number): Promise<readonly Process[] | undefined>
  close(): void
}

export function watchProcesses(marks: readonly string[], commandLines: Set<string>): ProcessWatch {
  const before = new Set((all() ?? []).map(keyOf))
  const known = new Map<string, Found>()

  function look(): void {
    const now = all() ?? []
    const mine = new Set([process.pid])
    for (let grown = -1; grown !== mine.size; ) {
      grown = mine.size
      for (const { pid, parent } of now) if (mine.has(parent)) mine.add(pid)
    }
    for (const found of now) {
      const key = keyOf(found)
      if (before.has(key) || found.pid === process.pid) continue
      if (!known.has(key) && !mine.has(found.pid) && !isMarked(found.pid)) continue
      known.set(key, found)
      const line = commandLineOf(found.pid)
      if (line !== '') commandLines.add(line)
    }
  }

  function isMarked(pid: number): boolean {
    const environment = environmentOf(pid).split('\0')
    return marks.some((mark) => environment.includes(mark))
  }

  function alive(): Process[] {
    look()
    const now = new Set((all() ?? []).map(keyOf))
    return [...known.values()]
      .filter((found) => now.has(keyOf(found)))
      .map(({ pid }) => ({ pid, commandLine: commandLineOf(pid) }))
  }

  const timer = setInterval(look, lookMs)
  return {
    commandLines,
    async left(patienceMs) {
      if (all() === undefined) return undefined
      const until = performance.now() + patienceMs
      while (alive().length > 0 && performance.now() < until) await pause(lookMs)
      return alive()
    },
    close: () => clearInterval(timer),
  }
}

/** Ends what a provider left behind, so that the next scene begins without it. */
export function end(processes: readonly Process[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      continue // it has ended by itself
    }
  }
}

interface Found {
  readonly pid: number
  readonly parent: number
  /** Clock ticks since the boot: with it a number that was given twice is told apart. */
  readonly started: string
}

const keyOf = ({ pid, started }: Found): string => `${pid} ${started}`

/** proc(5): `pid (name) state ppid …`; the name may hold spaces and brackets, the start is the twenty-second field. */
function all(): Found[] | undefined {
  if (process.platform !== 'linux') return undefined
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`)
      const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const started = rest[17]
      if (state === undefined || started === undefined || 'ZX'.includes(state)) return []
      return [{ pid: Number(name), parent: Number(parent), started }]
    })
}

const environmentOf = (pid: number): string => read(`/proc/${pid}/environ`)
const commandLineOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()

/** Processes come and go while they are looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
