/**
 * What follows `word` at the beginning of a text, in any case; undefined when the text does not begin with it. The
 * word is literal, and may hold blanks. What follows directly (`:lock` of `deploy:lock`) is not cut off here.
 */
export function afterWord(text: string, word: string): string | undefined {
  const begins = text.slice(0, word.length).toLowerCase() === word.toLowerCase()
  return begins ? text.slice(word.length) : undefined
}

/** The same where the word must stand alone: only a blank or the end may follow. The blank is cut off. */
export function afterWholeWord(text: string, word: string): string | undefined {
  const rest = afterWord(text, word)
  return rest === undefined || (rest !== '' && !rest.startsWith(' ')) ? undefined : rest.slice(1)
}
