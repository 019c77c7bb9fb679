import { afterWholeWord } from '../after-word.ts'
import { none, understood, type Parsed, type Said } from '../parsed.ts'

/** `prefix:version`; with words behind it, it is no task either: the grammar of deploy says so. */
export const version = ({ text, prefix }: Said): Parsed =>
  afterWholeWord(text, `${prefix}:version`) === '' ? understood({ action: 'version' }) : none
