import { span } from '../../gates/words.ts'
import type { Message } from '../message.ts'

interface Code {
  readonly url: string
  readonly userCode: string
  readonly lastsMs: number
}

/** For the eyes of one person: whoever types the code first is who they become here. */
export const enterCode = ({ url, userCode, lastsMs }: Code): Message => ({
  title: `enter ${userCode} at ${url}, signed in to GitHub as yourself`,
  lines: [
    `it counts for ${span(lastsMs)}; I say so here when GitHub has told me who you are`,
    'if you did not ask for it, leave it alone',
  ],
})

export const linked = (login: string): Message => ({
  title: `you are ${login} on GitHub`,
  lines: ['what you ask me to deploy is asked for in your name from now on; `unlink github` ends that'],
})

export const notLinked = (why: string): Message => ({
  title: `you are not linked to GitHub: ${why}`,
  lines: ['`link github` begins anew'],
})
