import { nearest } from '../../core/commands/nearest.ts'
import type { Checks } from '../set-checks.ts'

export const forms = {
  commit: 'sandbox commit [red|pending] [slow] on <branch> [in <app>]',
  green: 'sandbox green [<branch>|<sha>] [in <app>]',
  show: 'sandbox',
} as const

export type SandboxCommand =
  | { readonly kind: 'show' }
  | {
      readonly kind: 'commit'
      readonly checks: Checks
      /** The deploy of it takes a while. */
      readonly slow: boolean
      readonly branch?: string
      readonly app?: string
    }
  | { readonly kind: 'green'; readonly ref?: string; readonly app?: string }
  | { readonly kind: 'wrong'; readonly says: string }

const commitForm = /^(?<how>(?:\w+ )*?)(?:on (?<branch>\S+) )?(?:in (?<app>\S+) )?$/
const greenForm = /^(?:(?!in )(?:on )?(?<ref>\S+) )?(?:in (?<app>\S+) )?$/
const hows = ['red', 'pending', 'green', 'slow']

const wrong = (said: string, form: string): SandboxCommand => ({
  kind: 'wrong',
  says: `I do not understand "${said}"; say \`${form}\``,
})

function commit(said: string, rest: string): SandboxCommand {
  const { how = '', branch, app } = commitForm.exec(rest)?.groups ?? { how: 'nothing that fits ' }
  const words = how
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '')
  if (words.some((word) => !hows.includes(word))) {
    const near = words.map((word) => nearest(word, hows) ?? word)
    const understood = near.every((word) => hows.includes(word))
    return wrong(said, understood ? `sandbox commit ${near.join(' ')} on ${branch ?? '<branch>'}` : forms.commit)
  }
  const checks = words.includes('red') ? 'red' : words.includes('pending') ? 'pending' : 'green'
  return {
    kind: 'commit',
    checks,
    slow: words.includes('slow'),
    ...(branch === undefined ? {} : { branch }),
    ...(app === undefined ? {} : { app }),
  }
}

function green(said: string, rest: string): SandboxCommand {
  const found = greenForm.exec(rest)
  if (found === null) return wrong(said, forms.green)
  const { ref, app } = found.groups ?? {}
  return { kind: 'green', ...(ref === undefined ? {} : { ref }), ...(app === undefined ? {} : { app }) }
}

/** What somebody asks of the sandbox; undefined for text that is not for it. */
export function parseSandboxCommand(text: string): SandboxCommand | undefined {
  const said = text.trim().replace(/\s+/g, ' ')
  const [first = '', verb = '', ...rest] = said.split(' ')
  if (first.toLowerCase() !== 'sandbox') return undefined
  const line = rest.map((word) => `${word} `).join('')
  const known = verb.toLowerCase()
  if (known === 'commit') return commit(said, line)
  if (known === 'green') return green(said, line)
  if ((known === '' || known === 'help' || known === 'status') && line === '') return { kind: 'show' }
  const near = nearest(known, ['commit', 'green', 'help'])
  return wrong(said, near === 'commit' ? forms.commit : near === 'green' ? forms.green : forms.show)
}
