import { afterWord } from '../after-word.ts'
import { misunderstood, none, type Parsed, type Said } from '../parsed.ts'

// Exact enough that `wait a moment`, said to the bot, is not taken for a command.
const sayings = [
  /^(approve|wait)(?: #?\d+)?$/,
  /^(locks)$/,
  /^(freeze|thaw) /,
  /^(deploy-status|auto-deploy(?::[a-z]+)?)(?: |$)/,
]

/** Commands of versions to come, so that nobody takes silence or a deployment for their answer. */
export function later({ text, prefix }: Said): Parsed {
  const plan = /^\?(?: |$)/.test(afterWord(text, prefix) ?? '') ? `${prefix}?` : undefined
  const found = sayings.map((saying) => saying.exec(text.toLowerCase())?.[1]).find((word) => word !== undefined)
  const word = plan ?? found
  return word === undefined ? none : misunderstood('not-in-this-version', { word })
}
