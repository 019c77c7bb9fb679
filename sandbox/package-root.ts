import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package: the same for the sources and for what was built from them into `dist`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'apps.json')) || !existsSync(join(folder, 'sandbox', 'sample'))) {
    const parent = dirname(folder)
    if (parent === folder)
      throw new Error('apps.json and sandbox/sample are missing from this package; install it again')
    folder = parent
  }
  return folder
}
