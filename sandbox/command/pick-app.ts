import { nearest } from '../../core/commands/nearest.ts'
import type { SandboxApp } from '../sandbox-app.ts'
import { SandboxError } from './sandbox-parts.ts'

/** The app of that name, or the first one. Throws SandboxError that names the nearest. */
export function pickApp(apps: readonly SandboxApp[], name: string | undefined): SandboxApp {
  const found = name === undefined ? apps[0] : apps.find((app) => app.name === name.toLowerCase())
  if (found !== undefined) return found
  const names = apps.map((app) => app.name)
  const near = nearest(name ?? '', names)
  const instead = near === undefined ? `it has ${names.join(' and ')}` : `did you mean "${near}"?`
  throw new SandboxError(`the sandbox has no app "${name}"; ${instead}`)
}
