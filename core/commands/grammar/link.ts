import { none, understood, type Grammar } from '../parsed.ts'

/** `link github` and `unlink github`, alone: `link me the log` is conversation. */
export const link =
  (action: 'link' | 'unlink'): Grammar =>
  ({ text }) =>
    text.toLowerCase() === `${action} github` ? understood({ action }) : none
