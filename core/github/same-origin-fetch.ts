import { Astray } from './astray.ts'

// GitHub documents 301 for reads of a renamed repository, 307 for writes, and asks that all be repeated verbatim.
const redirects = new Set([301, 302, 307, 308])
const mostHops = 3

/**
 * A fetch that gives up after `timeoutMs` and follows redirects with method and body kept, which the built-in one does
 * not do for 301 and 302. A redirect to another origin throws Astray: the token stays here. With `redirect: 'manual'`
 * every redirect is the answer.
 */
export function sameOriginFetch(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const signal = AbortSignal.timeout(timeoutMs)
    let url = new URL(typeof input === 'object' && 'url' in input ? input.url : input)
    for (let hop = 0; ; hop++) {
      const response = await fetch(url, { ...init, redirect: 'manual', signal })
      const location = response.headers.get('location')
      if (init?.redirect === 'manual') return response
      if (!redirects.has(response.status) || location === null || hop === mostHops) return response

      const next = new URL(location, url)
      if (next.origin !== url.origin) throw new Astray(next.origin)
      await response.body?.cancel()
      url = next
    }
  }
}
