/** Widths at which common tools fold base64: 76 (GNU base64, MIME), 64 (openssl, PEM). */
const foldWidths = [76, 64]

/** A folded rest shorter than this says nothing about the secret and would match ordinary words. */
const shortestFold = 8

/** Every spelling in which a value is likely to be printed, the plain one included. */
export function encodedForms(value: string): Set<string> {
  const forms = new Set([value])
  for (const form of [...base64Forms(value), ...urlForms(value), ...escapedForms(value)]) forms.add(form)
  const hex = Buffer.from(value).toString('hex')
  forms.add(hex).add(hex.toUpperCase())
  return forms
}

function base64Forms(value: string): string[] {
  const whole = Buffer.from(value).toString('base64')
  const unpadded = whole.replace(/=+$/, '')
  const folded = foldWidths.filter((width) => whole.length > width).flatMap((width) => fold(whole, width))
  // What `echo $TOKEN | base64` prints ends in the newline's letters.
  const echoed = Buffer.from(`${value}\n`).toString('base64')
  const forms = [whole, unpadded, echoed, ...folded, ...[0, 1, 2].map((offset) => base64Inside(value, offset))]
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

/** The letters that only the value decides when `offset` bytes (modulo 3) stand before it, as in base64 of `user:token`. */
function base64Inside(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor((bytes.length * 8) / 6)
  return bytes.toString('base64').slice(first, last)
}

function fold(text: string, width: number): string[] {
  const pieces = []
  for (let at = 0; at < text.length; at += width) pieces.push(text.slice(at, at + width))
  return pieces.filter((piece) => piece.length >= shortestFold)
}

function urlForms(value: string): string[] {
  // Half a surrogate pair makes encodeURIComponent throw; through bytes it becomes the replacement character.
  const wellFormed = Buffer.from(value).toString()
  const component = encodeURIComponent(wellFormed)
  const strict = component.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams({ v: wellFormed }).toString().slice('v='.length)
  const upper = [component, strict, form, component.replaceAll('%20', '+'), encodeURI(wellFormed)]
  return [...upper, ...upper.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

function escapedForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  return [
    json,
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    // Python's json and Ruby's to_json escape letters outside ASCII, Go's also these three.
    json.replace(/[\u0080-\uffff]/g, unicodeEscape),
    json.replace(/[<>&]/g, unicodeEscape),
    value.replaceAll("'", `'\\''`),
    value.replaceAll("'", `'"'"'`),
    value.replace(/["$`\\]/g, '\\$&'),
    // printf %q and xtrace of shells
    value.replace(/[^\w@%+=:,./-]/g, '\\$&'),
  ]
}

function unicodeEscape(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}
