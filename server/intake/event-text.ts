import { isUtf8 } from 'node:buffer'

/**
 * The event's JSON as GitHub wrote it, taken out of a form where the webhook is set to that content type.
 * Undefined when the bytes hold no JSON object. It is parsed only to be sure of that: whoever files the event
 * parses it with a schema of its own.
 */
export function eventText(bytes: Buffer, contentType: string | undefined): string | undefined {
  if (!isUtf8(bytes)) return undefined
  const text = isForm(contentType) ? new URLSearchParams(bytes.toString()).get('payload') : bytes.toString()
  return text !== null && isJsonObject(text) ? text : undefined
}

const isForm = (contentType: string | undefined) =>
  contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
