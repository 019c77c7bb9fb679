import type { Request } from '../../records/request.ts'

/** The command that asks for the same thing again, as one would type it. */
export function typed({ task, force, app, ref, environment, hosts, retryOf }: Request, prefix: string): string {
  if (retryOf !== undefined) return `retry #${retryOf}`
  const word = `${prefix}${task.slice('deploy'.length)}${force ? '!' : ''}`
  const onHosts = hosts.length > 0 ? `/${hosts.join(',')}` : ''
  return `${word} ${app}/${ref} to ${environment}${onHosts}`
}
