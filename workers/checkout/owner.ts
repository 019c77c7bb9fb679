import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process that has work trees. Its name is the name of their folder, so that a sweep knows whose they are. */
export interface Owner {
  /** Host and process namespace: process numbers of another container mean nothing here. */
  readonly place: string
  readonly pid: number
  /** Start time, because numbers are given out again. */
  readonly started: string
}

export function thisProcess(): Owner {
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')) ?? '0'
  const place = `${hostname().replace(/[^\w-]/g, '-')}-${namespace}`
  return { place, pid: process.pid, started: startOf(process.pid) ?? '0' }
}

export function folderOf({ place, pid, started }: Owner): string {
  return `${place}.${pid}.${started}`
}

export function ownerOf(folder: string): Owner | undefined {
  const [, place, pid, started] = /^(.+)\.(\d+)\.(\d+)$/.exec(folder) ?? []
  if (place === undefined || pid === undefined || started === undefined) return undefined
  return { place, pid: Number(pid), started }
}

/** Only for owners of this place. */
export function isAlive({ pid, started }: Owner): boolean {
  if (started !== '0') return startOf(pid) === started
  return attempt(() => process.kill(pid, 0)) ?? false
}

/** Field 22 of proc(5) stat; undefined where there is no such process, or no proc. */
function startOf(pid: number): string | undefined {
  return attempt(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  })
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}
