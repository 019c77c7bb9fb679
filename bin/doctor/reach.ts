import { whyLost } from '../../core/github/reply-of.ts'

const patienceMs = 10_000

export type Reached =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string; readonly headers: Headers }
  | { readonly kind: 'silence'; readonly why: string }

/** What answers at an address. Never throws. */
export async function reach(url: string, init: RequestInit = {}): Promise<Reached> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) })
    return { kind: 'answer', status: response.status, text: await response.text(), headers: response.headers }
  } catch (error) {
    return { kind: 'silence', why: `nothing answers (${whyLost(error)})` }
  }
}
