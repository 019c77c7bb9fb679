import { none, understood, type Parsed, type Said } from '../parsed.ts'

/** `who am i` */
export const whoAmI = ({ text }: Said): Parsed =>
  /^who am i ?\??$/i.test(text) ? understood({ action: 'who-am-i' }) : none
