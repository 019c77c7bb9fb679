import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'

/** A text that only the holder of the key can read. All but `key` is base64. */
export const sealed = z.object({
  /** Which key it was sealed with: the beginning of the key's hash. */
  key: z.string(),
  nonce: z.string(),
  text: z.string(),
  tag: z.string(),
})
export type Sealed = z.infer<typeof sealed>

/** Keeps secrets in the store (AES-256-GCM). `about` names whose and what it is: a text moved elsewhere does not open. */
export interface Seal {
  close(text: string, about: string): Sealed
  /** Undefined when it was sealed with another key, for something else, or was changed since. */
  open(text: Sealed, about: string): string | undefined
}

const cipher = 'aes-256-gcm'
const nonceBytes = 12 // what GCM is made for; random ones are safe for billions of texts under one key
const tagBytes = 16

/** `key` has 32 bytes. */
export function createSeal(key: Buffer): Seal {
  const id = createHash('sha256').update(key).digest('hex').slice(0, 12)

  return {
    close(text, about) {
      const nonce = randomBytes(nonceBytes)
      const box = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(about))
      const closed = Buffer.concat([box.update(text, 'utf8'), box.final()])
      return {
        key: id,
        nonce: nonce.toString('base64'),
        text: closed.toString('base64'),
        tag: box.getAuthTag().toString('base64'),
      }
    },

    open(closed, about) {
      if (closed.key !== id) return undefined
      const [nonce, text, tag] = [closed.nonce, closed.text, closed.tag].map((part) => Buffer.from(part, 'base64'))
      if (!nonce || !text || !tag || tag.length !== tagBytes) return undefined
      try {
        const box = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes })
        box.setAAD(Buffer.from(about)).setAuthTag(tag)
        return Buffer.concat([box.update(text), box.final()]).toString('utf8')
      } catch {
        // GCM says no more than that it does not fit.
        return undefined
      }
    },
  }
}
