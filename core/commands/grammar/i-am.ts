import { aloud } from '../../gates/words.ts'
import { misunderstood, none, understood, type Parsed, type Said } from '../parsed.ts'

/** GitHub's: letters, digits and single hyphens; underscores in the logins that enterprises manage. */
const login = /^[a-z\d][a-z\d_-]{0,38}$/i

/** `i am LOGIN on github`; anything else that begins with `i am` is conversation. */
export function iAm({ text }: Said): Parsed {
  const [, said] = /^i am @?(\S+) on github[.!]?$/iu.exec(text) ?? []
  if (said === undefined) return none
  if (login.test(said)) return understood({ action: 'i-am', login: said })
  return misunderstood(
    'not-a-command',
    { what: `${aloud(said)} cannot be a login on GitHub` },
    'i am octocat on github',
  )
}
