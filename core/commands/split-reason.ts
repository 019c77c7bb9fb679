const longestReason = 500

// A Yubikey's word where people are used to typing it, at the end. Six digits stay: they may be a ticket.
const keyAtEnd = /(?:^|\s)[cbdefghijklnrtuv]{32,64}$/iu

// Controls, and the marks that turn the direction of the text around them.
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** A reason as it is kept and shown: printable, trimmed, at most 500 characters. */
export function cleanReason(text: string): string {
  const plain = text.replace(unprintable, '').replace(keyAtEnd, '').trim()
  // The cut may leave half of a character behind.
  return plain
    .slice(0, longestReason)
    .replace(/\p{Cs}$/u, '')
    .trim()
}

/** Cuts `because …` off. The reason is undefined when nobody said because, empty when nothing follows it. */
export function splitReason(text: string): { readonly said: string; readonly reason: string | undefined } {
  const found = /(?:^| )because(?: |$)/iu.exec(text)
  if (found === null) return { said: text, reason: undefined }
  const said = text.slice(0, found.index)
  return { said, reason: cleanReason(text.slice(found.index + found[0].length)) }
}
