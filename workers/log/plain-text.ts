/** An escape sequence longer than this is no escape sequence; terminals give up on them too. */
const longestSequence = 4_096

const csi = String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*`
/** OSC, DCS, SOS, PM, APC: text up to BEL or ST. A line end breaks them off, so that none can swallow the log. */
const string = String.raw`(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\r\n]{0,${longestSequence}}`

/** ECMA-48 control functions. */
const sequence = new RegExp(String.raw`${csi}[@-~]|${string}(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]`, 'g')
const unfinished = new RegExp(String.raw`(?:${csi}|${string}\x1b?|\x1b[ -/]*)$`)
/** Tab, line feed and carriage return mean something in a log, a backspace waits for its line; other controls, and marks that turn the reading direction, do not. */
const control = new RegExp(String.raw`[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]`)
const controls = new RegExp(control.source, 'g')

export interface PlainText {
  /** What can be read of `text`, as far as it is decided; the beginning of an escape sequence waits for its rest. */
  push(text: string): string
  /** What was still waiting when the stream ended. */
  end(): string
}

/** Takes colours, cursor movements, titles and other control characters out of a stream, wherever its chunks are cut. */
export function createPlainText(): PlainText {
  let held = ''
  return {
    push(chunk) {
      const whole = held + chunk
      held = ''
      if (!control.test(whole)) return whole
      held = unfinishedEnd(whole)
      return strip(whole.slice(0, whole.length - held.length))
    },
    end() {
      const rest = strip(held)
      held = ''
      return rest
    },
  }
}

/** The same for a text that is complete. */
export function plain(text: string): string {
  return struckOver(strip(text))
}

/** Backspaces take the letters before them along. They are for whole lines: such a letter may have come in another chunk. */
export function struckOver(text: string): string {
  if (!text.includes('\b')) return text
  const kept: string[] = []
  for (const letter of text) {
    if (letter !== '\b') kept.push(letter)
    else if (kept.at(-1) !== '\n') kept.pop()
  }
  return kept.join('')
}

function strip(text: string): string {
  return text.replace(sequence, '').replace(controls, '')
}

function unfinishedEnd(whole: string): string {
  return unfinished.exec(whole.slice(-longestSequence))?.[0] ?? ''
}
