/** A page of a list and the header that asks for the next one: https://devcenter.heroku.com/articles/platform-api-reference#ranges */
export interface Page<T> {
  readonly items: readonly T[]
  readonly nextRange: string | undefined
}

const shape = /^(\w+) (?:\]?([^.;]+))?\.\.;?\s*(.*)$/

/** Ascending and 200 at most, unless `Range: version ..; order=desc,max=10` or its continuation says otherwise. */
export function ranged<T extends Record<string, unknown>>(list: readonly T[], header: string | undefined): Page<T> {
  const [, by = 'id', after, rest = ''] = shape.exec(header ?? '') ?? []
  const descending = /order=desc/.test(rest)
  const most = Number(/max=(\d+)/.exec(rest)?.[1] ?? 200)
  const compare = (a: unknown, b: unknown) => {
    const order = typeof a === 'number' ? a - Number(b) : String(a).localeCompare(String(b))
    return descending ? -order : order
  }
  const sorted = list.toSorted((a, b) => compare(a[by], b[by]))
  const open = after === undefined ? sorted : sorted.filter((item) => compare(item[by], after) > 0)
  const items = open.slice(0, most)
  const order = descending ? ', order=desc' : ''
  const more = open.length > items.length
  return { items, nextRange: more ? `${by} ]${String(items.at(-1)?.[by])}..; max=${most}${order}` : undefined }
}
