/** The first place where a text stops being JSON. Nothing of the text itself is quoted: it may hold a token. */
export interface JsonFault {
  /** Both count from 1. */
  readonly line: number
  readonly column: number
  readonly problem: string
}

export interface JsonGlance {
  readonly fault?: JsonFault
  /** Paths of keys that stand twice in one object; JSON.parse would keep the last in silence. */
  readonly twice: readonly (readonly string[])[]
}

class Fault extends Error {
  readonly at: number
  constructor(at: number, problem: string) {
    super(problem)
    this.at = at
  }
}

const blank = /[ \t\r\n]*/y
const string = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y

/** Walks a JSON text for what JSON.parse does not tell: where a mistake is, and which keys are there twice. */
export function glanceAtJson(text: string): JsonGlance {
  const twice: string[][] = []
  let at = 0

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }

  function next(): string | undefined {
    take(blank)
    return text[at]
  }

  function expected(what: string): Fault {
    if (text.startsWith('//', at) || text.startsWith('/*', at)) return new Fault(at, 'JSON has no comments')
    if (text[at] === "'") return new Fault(at, 'JSON wants double quotes')
    return new Fault(at, at >= text.length ? `the text ends where ${what} is expected` : `${what} is expected here`)
  }

  function key(): string {
    if (next() !== '"') throw expected('a key in double quotes')
    const found = take(string)
    if (found === undefined) throw new Fault(at, 'this string is not closed, or holds a control character')
    const name: unknown = JSON.parse(found)
    if (next() !== ':') throw expected('":"')
    at++
    return String(name)
  }

  /** Whether another item follows, after a comma; false at the closing bracket. */
  function another(close: string): boolean {
    const mark = next()
    if (mark !== ',' && mark !== close) throw expected(`"," or "${close}"`)
    at++
    if (mark === close) return false
    if (next() === close) throw new Fault(at, `there must be no comma before "${close}"`)
    return true
  }

  function object(path: readonly string[]): void {
    const seen = new Set<string>()
    at++
    if (next() === '}') {
      at++
      return
    }
    do {
      const name = key()
      if (seen.has(name)) twice.push([...path, name])
      seen.add(name)
      value([...path, name])
    } while (another('}'))
  }

  function array(path: readonly string[]): void {
    at++
    if (next() === ']') {
      at++
      return
    }
    do value(path)
    while (another(']'))
  }

  function value(path: readonly string[]): void {
    const mark = next()
    if (mark === '{') object(path)
    else if (mark === '[') array(path)
    else if (mark === '"') {
      if (take(string) === undefined) throw new Fault(at, 'this string is not closed, or holds a control character')
    } else if (take(scalar) === undefined) throw expected('a value')
  }

  try {
    value([])
    if (next() !== undefined) throw new Fault(at, 'nothing may follow the closing bracket')
    return { twice }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const before = text.slice(0, error.at).split('\n')
    return { twice, fault: { line: before.length, column: (before.at(-1) ?? '').length + 1, problem: error.message } }
  }
}
