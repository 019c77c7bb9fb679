import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Removes a folder with all it holds, also what a build has made read-only (Go's module cache). */
export async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    await promisify(execFile)('chmod', ['-R', 'u+rwX', '--', path])
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }
}
