/** One call as it arrived. */
export interface Call {
  /** AWS's own name of it, such as `UpdateService`. */
  readonly name: string
  readonly input: { readonly [key: string]: unknown }
  /** Region in the signature. */
  readonly region: string
  /** Access key that signed it. */
  readonly signedBy: string
  readonly sessionToken?: string
}

/** What becomes of a call instead of its usual answer. */
export type Fault =
  | { readonly kind: 'throttle' }
  /** The connection breaks off; the call was done, or was not. */
  | { readonly kind: 'lose answer' | 'lose call' }
  | { readonly kind: 'refuse'; readonly code: string; readonly message?: string; readonly status?: number }
