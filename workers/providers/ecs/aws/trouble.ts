import { z } from 'zod'

/**
 * What an error of the SDK means for who asked.
 *
 * | kind | meaning |
 * | --- | --- |
 * | throttled | nothing was done: ask again later |
 * | unreached | nothing was done: AWS cannot be reached, or the clocks differed; ask again later |
 * | expired | nothing was done: the session is over; ask again with a new one |
 * | lost | nobody knows whether it was done: the answer is missing or AWS broke down |
 * | refused | nothing was done, and asking again changes nothing |
 */
export type Trouble = {
  readonly kind: 'throttled' | 'unreached' | 'expired' | 'lost' | 'refused'
  /** AWS's own name of it, such as `ClusterNotFoundException`. */
  readonly code: string
  readonly text: string
  readonly retryAfterMs?: number
}

const shape = z.object({
  name: z.string().default('Error'),
  message: z.string().default(''),
  code: z.string().optional().catch(undefined),
  $metadata: z
    .object({ httpStatusCode: z.number().optional(), clockSkewCorrected: z.boolean().optional() })
    .optional()
    .catch(undefined),
  $response: z
    .object({ headers: z.record(z.string(), z.unknown()) })
    .optional()
    .catch(undefined),
})

// As the SDK's own retry strategies have them, less LimitExceededException: for ECS that is a quota, which waiting does not mend.
const throttled =
  /^(Throttl(ing|ed)(Exception)?|RequestThrottled(Exception)?|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|PriorRequestNotComplete|EC2ThrottledException|SlowDown|BandwidthLimitExceeded)$/
const expired = /^(ExpiredToken(Exception)?|RequestExpired)$/
// Looked for in the text too: the SDK puts errors that are foreign to it into one of its own, without their code.
const unreached = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/
const cut = /\b(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|TimeoutError|socket hang up)\b/

export function troubleOf(error: unknown): Trouble {
  const parsed = shape.safeParse(error)
  if (!parsed.success) return { kind: 'refused', code: 'Error', text: String(error) }
  const { name, message, code = '', $metadata, $response } = parsed.data
  const text = message.split('\n', 1)[0] ?? ''
  const status = $metadata?.httpStatusCode
  const after = Number($response?.headers['retry-after'])
  const trouble = { code: name, text, ...(after > 0 && { retryAfterMs: after * 1_000 }) }

  if (throttled.test(name) || status === 429) return { ...trouble, kind: 'throttled' }
  if (expired.test(name)) return { ...trouble, kind: 'expired' }
  if ($metadata?.clockSkewCorrected === true) return { ...trouble, kind: 'unreached' }
  if (status === undefined) {
    const all = `${name} ${code} ${text}`
    if (unreached.test(all)) return { ...trouble, kind: 'unreached' }
    if (cut.test(all)) return { ...trouble, kind: 'lost' }
  }
  // 501 is what a region without the call answers.
  if (status !== undefined && status >= 500 && status !== 501) return { ...trouble, kind: 'lost' }
  // An answer that ends in the middle is no JSON.
  if (name === 'SyntaxError' && $response !== undefined) return { ...trouble, kind: 'lost' }
  return { ...trouble, kind: 'refused' }
}
