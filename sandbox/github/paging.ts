import { ApiError } from './api-error.ts'
import type { Answer, Call } from './route.ts'

const perPage = { usual: 30, most: 100 }

function number(query: URLSearchParams, name: string, usual: number): number {
  const value = Number(query.get(name) ?? usual)
  if (!Number.isInteger(value) || value < 1) throw new ApiError(422, `Invalid request.\n\n"${name}" is not a page.`)
  return value
}

/** One page of a list with GitHub's `Link` header. `wrap` puts the page into the body of routes that answer an object. */
export function paged<T>(
  { query, url }: Call,
  all: readonly T[],
  show: (one: T) => unknown,
  wrap: (page: unknown[]) => unknown = (page) => page,
): Answer {
  const size = Math.min(number(query, 'per_page', perPage.usual), perPage.most)
  const page = number(query, 'page', 1)
  const last = Math.max(1, Math.ceil(all.length / size))

  const link = (rel: string, to: number) => {
    const target = new URL(url)
    target.searchParams.set('page', String(to))
    return `<${target.href}>; rel="${rel}"`
  }
  const links = [
    ...(page > 1 ? [link('prev', page - 1)] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ]
  return {
    status: 200,
    body: wrap(all.slice((page - 1) * size, page * size).map(show)),
    ...(links.length > 0 ? { headers: { link: links.join(', ') } } : {}),
  }
}
