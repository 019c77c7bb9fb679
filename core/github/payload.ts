import type { Json } from '../json.ts'

/** A deployment's payload as an object, also when GitHub (GraphQL always, REST by the creator's choice) sends it as a JSON string. */
export function payload(value: Json): Json {
  if (typeof value !== 'string') return value
  const inner = decoded(value)
  // A creator may have encoded it once and GraphQL once more.
  if (typeof inner === 'string' && inner !== value) return payload(inner)
  return typeof inner === 'object' ? inner : value
}

function decoded(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    // Free text is a payload too.
    return text
  }
}
