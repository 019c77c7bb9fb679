import { broken, type Check, type Finding, warning } from '../check.ts'

/** What the start would refuse. Each line begins with its variable, and says after a colon what to do. */
function told(problem: string): Finding {
  const [, about = 'the environment', says = problem, next = 'mend it'] =
    /^(\w+):? (.*?)(?:: (.*))?$/s.exec(problem) ?? []
  return broken(about, says, next)
}

export const settings: Check = async ({ problems, config }) => [
  ...problems.map(told),
  ...config.warnings.map((text) => warning('API_TOKENS', text, 'make a new one with openssl rand -hex 32')),
]
