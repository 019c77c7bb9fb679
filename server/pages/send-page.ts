import { randomBytes } from 'node:crypto'
import type { Response } from 'express'
import { layout, type Page } from './layout.ts'

/** Sends a page that runs no script and shows no style but its own, talks to nobody but us, and stands in no frame. */
export function sendPage(response: Response, page: Page): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  response.set('Content-Security-Policy', policy.join('; ')).type('text/html; charset=utf-8').send(layout(page, nonce))
}
