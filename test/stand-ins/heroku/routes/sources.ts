import { randomUUID } from 'node:crypto'
import { ok, type Route } from '../route.ts'

export const sources: readonly Route[] = [
  {
    method: 'POST',
    path: '/sources',
    handle({ world }) {
      const link = `${world.url}/uploads/${randomUUID()}?Signature=sig-${randomUUID()}`
      return ok({ source_blob: { put_url: link, get_url: `${link}&read=yes` } }, 201)
    },
  },
]
