import { GraphQLError } from 'graphql'

export interface Slice {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

const mostNodes = 100 // GitHub's limit for one connection

/** A page of a list in the shape of a connection. As at GitHub, `first` or `last` has to be said. */
export function connection<T>(name: string, all: readonly T[], { first, last, after, before }: Slice) {
  const size = first ?? last
  if (size === undefined || size === null) {
    throw new GraphQLError(
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  }
  if (size > mostNodes) {
    throw new GraphQLError(`Requesting ${size} records on the \`${name}\` connection exceeds the limit of 100 records.`)
  }
  const from = after ? Number(after) + 1 : 0
  const to = before ? Number(before) : all.length
  const start = first ? from : Math.max(from, to - size)
  const end = first ? Math.min(to, from + size) : to
  return {
    nodes: all.slice(start, end),
    totalCount: all.length,
    pageInfo: {
      hasPreviousPage: start > 0,
      hasNextPage: end < all.length,
      startCursor: end > start ? String(start) : null,
      endCursor: end > start ? String(end - 1) : null,
    },
  }
}
