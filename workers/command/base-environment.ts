/** Of the worker's own environment a command sees these; everything else it is given by name. */
const passedOn = ['PATH', 'HOME', 'LANG'] as const

/**
 * The start of every command's environment. HOME is the worker's: docker, kubectl, aws, npm and ssh keep there what an
 * operator has set up for deploys, and a private one would hide nothing from a process of the same user.
 */
export function baseEnvironment(environment = process.env): Record<string, string> {
  const kept = passedOn.map((name) => [name, environment[name] ?? ''] as const)
  return { ...Object.fromEntries(kept.filter(([, value]) => value !== '')), CI: 'true' }
}
