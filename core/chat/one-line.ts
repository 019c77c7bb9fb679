/**
 * Text that stays on its line and shows what it holds: line breaks, terminal codes and the characters that turn
 * the direction of writing become blanks, so that a branch or a commit title cannot forge a line of ours.
 */
export const oneLine = (text: string) => onItsLine(text).trim()

/** The same for a part of a line, whose blanks at its ends stand between it and the next part. */
export const onItsLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
