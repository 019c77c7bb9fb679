import { createHmac, timingSafeEqual } from 'node:crypto'

const form = /^sha256=([0-9a-f]{64})$/i

/** The digest of an `X-Hub-Signature-256` header; undefined when it is missing or is no such thing. */
export function digestOf(header: string | string[] | undefined): Buffer | undefined {
  const hex = typeof header === 'string' ? form.exec(header)?.[1] : undefined
  return hex === undefined ? undefined : Buffer.from(hex, 'hex')
}

/** True when one of the secrets signed exactly these bytes. Several secrets are what makes rotation possible. */
export function isSigned(body: Buffer, digest: Buffer, secrets: readonly string[]): boolean {
  return secrets.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), digest))
}
