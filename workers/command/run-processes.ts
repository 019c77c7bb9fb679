import { readdirSync, readFileSync } from 'node:fs'

/** Node built-ins only here and in stop-ladder.ts: the watcher imports them and has to start fast. */

/** A finished process that nobody has waited for yet. It holds its number and does nothing. */
const deadStates = new Set(['Z', 'X'])

/**
 * Living processes of a run: its process group, and strays that left the group (setsid) but carry SLIPWAY_RUN.
 * Strays are found on Linux only, by proc(5).
 */
export function runProcesses(group: number | undefined, run: string): number[] {
  const numbers = listProc()
  if (numbers === undefined) return group !== undefined && groupAnswers(group) ? [group] : []
  return numbers.map(Number).filter((pid) => pid !== process.pid && belongs(pid, group, run))
}

/** Signals the whole group at once, so that no member can fork away between two signals, then each stray. */
export function signalAll(group: number | undefined, processes: readonly number[], signal: NodeJS.Signals): void {
  if (group !== undefined) sendTo(-group, signal)
  for (const pid of processes) if (groupOf(pid) !== group) sendTo(pid, signal)
}

/** Undefined where there is no proc(5). */
function listProc(): string[] | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return undefined
  }
}

function belongs(pid: number, group: number | undefined, run: string): boolean {
  const stat = statOf(pid)
  if (stat === undefined || deadStates.has(stat.state)) return false
  if (stat.group === group) return true
  return run !== '' && environmentOf(pid).split('\0').includes(`SLIPWAY_RUN=${run}`)
}

function groupOf(pid: number): number | undefined {
  return process.platform === 'linux' ? statOf(pid)?.group : pid
}

/** proc(5): `pid (name) state ppid pgrp …`; the name may hold spaces and brackets. */
function statOf(pid: number): { state: string; group: number } | undefined {
  const stat = read(`/proc/${pid}/stat`)
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === undefined || group === undefined ? undefined : { state, group: Number(group) }
}

function environmentOf(pid: number): string {
  return read(`/proc/${pid}/environ`)
}

/** Processes come and go while they are looked at, and those of other users do not show their environment. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

function groupAnswers(group: number): boolean {
  return sendTo(-group, 0)
}

/** False when nobody is there any more, or it belongs to somebody else; runProcesses tells what is left. */
function sendTo(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
