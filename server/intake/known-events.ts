/** Events of GitHub that something here acts on. Every other one is answered and forgotten. */
export const knownEvents: ReadonlySet<string> = new Set([
  'deployment',
  'deployment_status',
  'push',
  'repository',
  'status',
  'check_run',
  'check_suite',
])
