import { isAppName, isRef } from './patterns.ts'
import { misunderstood, type Misunderstood } from './parsed.ts'

export interface AppToken {
  readonly app: string
  readonly ref: string | undefined
}

/** `app`, `app/ref` or `app:ref`; a ref may hold further slashes. `rewrite` makes the whole command of a mended token. */
export function readAppToken(token: string, rewrite: (token: string) => string): AppToken | Misunderstood {
  const [, app = '', mark, ref = ''] = /^([^/:]*)([/:])?(.*)$/su.exec(token) ?? []
  if (mark !== undefined && ref === '' && isAppName(app)) {
    const what = `there is no branch, tag or commit after "${mark}"`
    return misunderstood('not-a-command', { what }, rewrite(app))
  }
  if (!isAppName(app)) {
    const [, name = '', at = ''] = /^([^@]+)@(.+)$/su.exec(token) ?? []
    if (isAppName(name) && isRef(at)) {
      return misunderstood('not-an-app', { word: app }, rewrite(`${name}/${at}`))
    }
    return misunderstood('not-an-app', { word: app })
  }
  if (mark === undefined) return { app, ref: undefined }
  return isRef(ref) ? { app, ref } : misunderstood('not-a-ref', { word: ref })
}
