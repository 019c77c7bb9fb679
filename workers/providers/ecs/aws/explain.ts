import type { Trouble } from './trouble.ts'

/** One sentence for a person: what was asked for, what AWS said, what to do where there is something to do. */
export function explain(call: string, { kind, code, text }: Trouble): string {
  if (code === 'CredentialsProviderError')
    return 'the worker has no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run it under a role'
  if (/Region is missing/.test(text))
    return 'no AWS region is known: set "region" in apps.json, or AWS_REGION for the worker'
  return `AWS ${verbs[kind]} ${call}: ${code}${text === '' ? '' : `: ${text}`}`
}

const verbs = {
  throttled: 'throttles',
  unreached: 'cannot be reached for',
  expired: 'refused',
  lost: 'did not answer',
  refused: 'refused',
} as const satisfies Record<Trouble['kind'], string>
