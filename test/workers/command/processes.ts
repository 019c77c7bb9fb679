import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Whether a process is there and does something; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

export async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(20)
}

/** The numbers in a text such as `pids 12 13`. */
export function pidsIn(text: string): number[] {
  return [...text.matchAll(/\b\d+\b/g)].map(Number)
}
