import { afterWholeWord } from '../after-word.ts'
import { misunderstood, none, understood, type Parsed, type Said } from '../parsed.ts'
import { isAppName } from '../patterns.ts'

/** `where can i prefix app` */
export function where({ text, prefix }: Said): Parsed {
  const question = `where can i ${prefix}`
  const rest = afterWholeWord(text.replace(/ ?\?$/, ''), question)
  if (rest === undefined) return none
  const [app = '', ...more] = rest.split(' ')
  if (app === '') return misunderstood('not-a-command', { what: 'no app is named' }, `${question} app`)
  if (!isAppName(app)) return misunderstood('not-an-app', { word: app })
  if (more.length > 0) {
    return misunderstood('not-a-command', { what: 'the last words are not understood' }, `${question} ${app}`)
  }
  return understood({ action: 'where', app })
}
