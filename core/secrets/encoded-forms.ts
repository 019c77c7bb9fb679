/** Every spelling in which a value is likely to be printed, the plain one included. */
export function encodedForms(value: string): Set<string> {
  // Bytes of UTF-8 read as Latin-1 are what dumps and escaped bytes decode to.
  const latin1 = Buffer.from(value).toString('latin1')
  const twice = base64Insides(value).flatMap(base64Insides)
  return new Set([value, latin1, ...foldableForms(value), ...twice, ...urlForms(value), ...escapedForms(value)])
}

/** The encodings without a space that tools fold into lines: base64, hex. */
export function foldableForms(value: string): Set<string> {
  const hex = Buffer.from(value).toString('hex')
  return new Set([...base64Forms(value), hex, hex.toUpperCase()])
}

function base64Forms(value: string): string[] {
  const whole = Buffer.from(value).toString('base64')
  const unpadded = whole.replace(/=+$/, '')
  // What `echo $TOKEN | base64` prints ends in the newline's letters.
  const echoed = Buffer.from(`${value}\n`).toString('base64')
  const forms = [whole, unpadded, echoed, ...base64Insides(value)]
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

/** One for each number of bytes that may stand before a value in base64's groups of three. */
function base64Insides(value: string): string[] {
  return [0, 1, 2].map((offset) => base64Inside(value, offset))
}

/** The letters that only the value decides when `offset` bytes (modulo 3) stand before it, as in base64 of `user:token`. */
function base64Inside(value: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
  const first = Math.ceil((offset * 8) / 6)
  const last = Math.floor((bytes.length * 8) / 6)
  return bytes.toString('base64').slice(first, last)
}

function urlForms(value: string): string[] {
  // Half a surrogate pair makes encodeURIComponent throw; through bytes it becomes the replacement character.
  const wellFormed = Buffer.from(value).toString()
  const component = encodeURIComponent(wellFormed)
  const strict = component.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
  const form = new URLSearchParams({ v: wellFormed }).toString().slice('v='.length)
  // Python's quote leaves slashes as they are.
  const upper = [
    component,
    strict,
    component.replaceAll('%2F', '/'),
    strict.replaceAll('%2F', '/'),
    form,
    component.replaceAll('%20', '+'),
    encodeURI(wellFormed),
  ]
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
