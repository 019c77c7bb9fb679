import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** sshd is not in the PATH of everybody on every system. */
const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin']

/** Where a program is; undefined when it is not installed. */
export function programPath(name: string): string | undefined {
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
