/** What one request may cost us. Times in milliseconds. */
export interface Limits {
  /** GitHub sends payloads of at most 25 MB. */
  readonly webhookBytes: number
  readonly commandBytes: number
  readonly headersMs: number
  /** From the head of a webhook to its last byte. */
  readonly bodyMs: number
  /** GitHub waits 10 s for an answer; what we could not store by then it would count as delivered. */
  readonly engineMs: number
  /** How long close() lets requests under way end by themselves. */
  readonly closeMs: number
}

export const defaultLimits: Limits = {
  webhookBytes: 25 * 1024 * 1024,
  commandBytes: 64 * 1024,
  headersMs: 10_000,
  bodyMs: 20_000,
  engineMs: 3_000,
  closeMs: 5_000,
}
