import { z } from 'zod'

const scpLike = /^(?:[\w.-]+@)?[a-z0-9][a-z0-9.-]*:(?![-:/]{2}|-)[\w./~+-]+$/i
const host = /^[a-z0-9[]/i

/** Why a clone URL is refused, or undefined when it may be used. The URL itself is not repeated: it may hold a password. */
export function gitUrlProblem(text: string): string | undefined {
  if (text.startsWith('-')) return 'must be a clone URL, and looks like an option'
  if (/[\s\p{C}]/u.test(text)) return 'must be a clone URL without blanks'
  if (text.includes('::')) return 'names a remote helper, which can run any program; use https, ssh or file'
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !text.includes('://')) {
    return scpLike.test(text) ? undefined : 'must be an https, ssh, git@host:path or file:// URL'
  }
  if (url.password !== '') return 'holds a password; leave it out, the token is handed to git apart from the URL'
  if (url.protocol === 'file:') return url.hostname === '' ? undefined : 'must be a file URL with three slashes'
  if (!host.test(url.hostname)) return 'must name a host'
  if (url.protocol === 'ssh:') return undefined
  if (url.protocol !== 'https:') return 'must be an https, ssh, git@host:path or file:// URL'
  // A user name in an https URL is where people put tokens.
  return url.username === ''
    ? undefined
    : 'holds credentials; leave them out, the token is handed to git apart from the URL'
}

export const gitUrl = z.string().superRefine((text, context) => {
  const problem = gitUrlProblem(text)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
})
