import type { Target } from '../apps/app.ts'
import type { GitHub } from '../github/github.ts'

const rememberMs = 60_000

interface Known {
  readonly until: number
  readonly answer: Promise<boolean>
}

/** Who is in which team of GitHub, asked anew after a minute. What GitHub did not answer is not remembered. */
export function createTeams(githubOf: (target: Target) => GitHub, now: () => number) {
  const known = new Map<string, Known>()

  function forgetOld(): void {
    for (const [key, { until }] of known) if (until <= now()) known.delete(key)
  }

  return (target: Target, team: string, login: string): Promise<boolean> => {
    const github = githubOf(target)
    const key = [github.host, target.repository, team, login].join(' ').toLowerCase()
    const found = known.get(key)
    if (found && found.until > now()) return found.answer

    forgetOld()
    const [org = '', slug = ''] = team.replace(/^@/, '').split('/')
    const answer = github.isInTeam(target.repository, { org, slug }, login)
    known.set(key, { until: now() + rememberMs, answer })
    answer.catch(() => known.delete(key))
    return answer
  }
}
