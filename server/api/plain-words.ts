import type { core } from 'zod'

const kinds: Readonly<Record<string, string>> = { string: 'text', number: 'a number', object: 'an object of fields' }

/** What is wrong with a field, as the end of a sentence that begins with its name. A schema's own words come before these. */
export function plainWords(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'too_small':
      if (issue.origin !== 'string') return `must be at least ${issue.minimum}`
      return issue.input === '' ? 'is empty' : `must have at least ${issue.minimum} characters`
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`
    default:
      return 'cannot be understood'
  }
}
