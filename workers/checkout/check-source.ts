import { CheckoutError } from './checkout-error.ts'

const shaShape = /^[0-9a-f]{40}$/
/** Transports without side effects; `ext::` and the like run commands. A host or path that begins with a dash would be an option to ssh. */
const urlShapes = [
  /^(?:https?|ssh):\/\/(?!-)[^\s/-][^\s]*$/,
  /^file:\/\/\/[^\s-][^\n\r\0]*$/,
  /^(?!-)[\w.-]+@(?!-)[\w.-]+:(?!-)[^\s]+$/,
]
const password = /^\w+:\/\/[^/@\s]*:[^/@\s]*@/

/** Throws CheckoutError unless the clone URL can be an argument of git. */
export function checkCloneUrl(url: string): void {
  // Not repeated in the message: the password is in it.
  if (password.test(url))
    throw new CheckoutError(
      'refused',
      'the clone URL holds a password; git would show it to everybody who lists processes, so leave it out',
    )
  if (urlShapes.some((shape) => shape.test(url))) return
  throw new CheckoutError(
    'refused',
    `${JSON.stringify(url.slice(0, 200))} is no clone URL; write https://…, ssh://…, git@host:… or file:///…`,
  )
}

/** Throws CheckoutError unless it is a full commit id, which is never an option and never moves. */
export function checkSha(sha: string): void {
  if (!shaShape.test(sha))
    throw new CheckoutError(
      'refused',
      `${JSON.stringify(sha.slice(0, 60))} is no full commit id of 40 hexadecimal digits`,
    )
}
