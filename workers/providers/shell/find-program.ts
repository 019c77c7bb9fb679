import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isScript } from './settings.ts'

export type Found = { readonly path: string } | { readonly problem: string }

/** Where a command's program is. Scripts have to lie inside their tree, links followed; others are the operator's choice. */
export async function findProgram(program: string, tree: string): Promise<Found> {
  if (!isScript(program)) return { path: program }

  const path = join(tree, program)
  if (!isInside(tree, path)) return { problem: `${program} lies outside the repository and is not run` }
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) return { problem: `${program} is not in the repository at this commit` }
  if (!isInside(await realpath(tree), real))
    return { problem: `${program} is a link out of the repository and is not run` }
  if (!(await stat(real)).isFile()) return { problem: `${program} is no file` }
  if (!(await isExecutable(real)))
    return { problem: `${program} is not executable; run chmod +x on it and commit that` }
  return { path }
}

function isInside(tree: string, path: string): boolean {
  const way = relative(tree, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`)
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
