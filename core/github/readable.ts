import { types } from 'node:util'

/**
 * The body as plain JSON, or as text when it is none. Octokit hands out text when the content type does not say JSON,
 * a buffer when it says nothing it knows, and BigInt for long numbers, which cannot be stored as JSON.
 */
export function readable(body: unknown): unknown {
  const decoded = types.isAnyArrayBuffer(body) ? Buffer.from(body).toString() : body
  const data = typeof decoded === 'string' ? parsed(decoded) : decoded
  return JSON.parse(JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? Number(value) : value)))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of HTML, or nothing at all: whoever reads the reply tells that by its shape.
    return text
  }
}
