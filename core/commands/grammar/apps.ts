import { afterWholeWord } from '../after-word.ts'
import { misunderstood, none, understood, type Parsed, type Said } from '../parsed.ts'

/** `apps` */
export function apps({ text }: Said): Parsed {
  const rest = afterWholeWord(text, 'apps')
  if (rest === undefined) return none
  if (rest === '') return understood({ action: 'apps' })
  return misunderstood('not-a-command', { what: '"apps" stands alone' }, 'apps')
}
