import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve as resolveModule } from 'import-meta-resolve'
import { isPlainlyExternal } from '../../../core/apps/provider-name.ts'

export type Located = { readonly url: string } | { readonly problem: string }

/** Where the module of a provider is: a path is relative to the folder of apps.json, a package is installed there or beside Slipway. */
export function locate(written: string, appsFile: string): Located {
  const base = pathToFileURL(join(dirname(resolve(appsFile)), 'apps.json')).href
  if (written.startsWith('@') || !isPlainlyExternal(written)) return locatePackage(written, [base, import.meta.url])
  const url = new URL(written.startsWith('file:') ? written : pathToFileURL(resolve(dirname(appsFile), written)), base)
  const file = fileURLToPath(url)
  return existsSync(file) ? { url: url.href } : { problem: `is not there: there is no file ${file}` }
}

function locatePackage(name: string, bases: readonly string[]): Located {
  for (const base of bases) {
    try {
      return { url: resolveModule(name, base) }
    } catch {
      continue // the next base may have it; what is said below covers every cause
    }
  }
  return { problem: `is not installed: no package of this name has a main module; write ./ before the path of a file` }
}
