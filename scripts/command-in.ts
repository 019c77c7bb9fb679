/** What the robot listens to; `name` changes when an adapter signs in, so it is read for each message. */
export interface Names {
  readonly name: string
  readonly alias: string | false
}

/**
 * What is said to the robot, without its name: `slip deploy web`, `@slip: deploy web` and, with the alias `/`,
 * `/deploy web` are all `deploy web`. Undefined when the text is for somebody else. Unlike Hubot's own pattern
 * a name ends where its word ends: `slipway is down` is not said to `slip`.
 */
export function commandIn(text: string, { name, alias }: Names): string | undefined {
  const said = text.trimStart()
  const byLength = [name, ...(alias === false ? [] : [alias])].toSorted((one, other) => other.length - one.length)
  for (const called of byLength) {
    const rest = afterName(said, called) ?? afterName(said.replace(/^@/, ''), called)
    if (rest !== undefined) return rest.trim()
  }
  return undefined
}

function afterName(said: string, called: string): string | undefined {
  if (called === '' || !said.toLowerCase().startsWith(called.toLowerCase())) return undefined
  const rest = said.slice(called.length)
  const endsTheWord = rest === '' || /^[\s:,]/.test(rest) || !/[\p{L}\p{N}_-]$/u.test(called)
  return endsTheWord ? rest.replace(/^[:,]/, '') : undefined
}
