/** 1st, 2nd, 3rd, 4th, 11th, 21st … */
export function ordinal(n: number): string {
  const teens = n % 100 > 10 && n % 100 < 14
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${ending}`
}

/** A commit as people call it. */
export const short = (sha: string) => sha.slice(0, 7)

/** `main@1a2b3c4`, or only the commit when that is what was asked for. */
export const refAt = (ref: string, sha: string) => (ref === sha ? short(sha) : `${ref}@${short(sha)}`)

interface Aim {
  readonly task: string
  readonly environment: string
  readonly hosts: readonly string[]
}

/** One deploys to a place and runs a task in it: `to production on web1, web2`, `in production`. */
export const whereTo = ({ task, environment, hosts }: Aim) =>
  `${task === 'deploy' ? 'to' : 'in'} ${environment}${hosts.length === 0 ? '' : ` on ${hosts.join(', ')}`}`

/** `web/main to production`, `deploy:migrate of web/main in production`. */
export const aimed = (what: string, aim: Aim) =>
  `${aim.task === 'deploy' ? '' : `${aim.task} of `}${what} ${whereTo(aim)}`
