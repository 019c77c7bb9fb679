import { afterWholeWord } from '../after-word.ts'
import type { DeploymentCommand } from '../command.ts'
import { misunderstood, none, understood, type Grammar } from '../parsed.ts'

/** `word [#id]`, for the words that act on one deployment. */
export function onDeployment(action: DeploymentCommand['action']): Grammar {
  return ({ text }) => {
    const rest = afterWholeWord(text, action)
    if (rest === undefined) return none
    if (rest === '') return understood({ action, deployment: undefined })
    const deployment = Number(/^#?([1-9]\d{0,15})$/.exec(rest)?.[1])
    if (Number.isSafeInteger(deployment)) return understood({ action, deployment })
    return misunderstood(
      'not-a-command',
      { what: `"${action}" wants the number of a deployment, or nothing` },
      `${action} #id`,
    )
  }
}
