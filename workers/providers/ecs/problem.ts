import { AwsError } from './aws/errors.ts'

/** What stands against a deployment, as a sentence for whoever asked for it. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** The sentence of an error that was foreseen; others are thrown on. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem || error instanceof AwsError) return error.message
  throw error
}
