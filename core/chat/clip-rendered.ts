const ellipsis = '…'

/**
 * The text as `render` makes it, cut so that the result has at most `most` characters. It is cut before it is rendered:
 * a cut after it could go through the middle of an escape.
 */
export function clipRendered(text: string, most: number, render: (text: string) => string): string {
  const whole = render(text)
  if (whole.length <= most) return whole
  let kept = text.slice(0, most - ellipsis.length)
  for (;;) {
    // Half of a character is none.
    const shown = render(kept.replace(/[\ud800-\udbff]$/, '')) + ellipsis
    if (shown.length <= most) return shown
    kept = kept.slice(0, Math.max(0, kept.length - Math.ceil((shown.length - most) / 5)))
  }
}
