/** Header names are in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>

/** GitHub answered, with whatever status. `data` is JSON as it came, or the text of a body that is none. */
export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  readonly headers: Headers
  readonly data: unknown
}

/** What became of one request: answered, or how far it got. */
export type Reply =
  | Answer
  | { readonly kind: 'unreachable'; readonly why: string } // never left: surely nothing was done
  | { readonly kind: 'lost'; readonly why: string; readonly timedOut: boolean } // left, and no answer was read
  | { readonly kind: 'astray'; readonly to: string } // redirected to another origin, which gets no token from us
  | { readonly kind: 'held'; readonly retryAfterMs: number } // not sent: the limits would have kept it too long
