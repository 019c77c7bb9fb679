import type { Message } from '../../core/chat/message.ts'

/** The message with every text in it passed through `redact`. */
export const redacted = (message: Message, redact: (text: string) => string): Message => walk(message, redact)

function walk<T>(value: T, redact: (text: string) => string): T
function walk(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((item: unknown) => walk(item, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk<unknown>(item, redact)]))
}
