import { graphql, GraphQLError, type GraphQLFormattedError } from 'graphql'
import { z } from 'zod'
import { type Deed, findRepository } from '../hub.ts'
import { ok, parseBody, pattern, type Route } from '../route.ts'
import { actorNode } from './actor-node.ts'
import { repositoryNode } from './repository-node.ts'
import { schema } from './schema.ts'

const asked = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

interface RepositoryAsked {
  readonly owner: string
  readonly name: string
  readonly followRenames: boolean
}

function find({ hub, actor }: Deed, { owner, name, followRenames }: RepositoryAsked): object {
  const wanted = `${owner}/${name}`
  const renamed = hub.state.repositories.find((one) => one.formerNames.includes(wanted))
  const repository = findRepository(hub.state, wanted) ?? (followRenames ? renamed : undefined)
  if (repository === undefined || actor.access === 'none') {
    throw new GraphQLError(`Could not resolve to a Repository with the name '${wanted}'.`, {
      extensions: { type: 'NOT_FOUND' },
    })
  }
  return repositoryNode(hub, repository)
}

const root = (deed: Deed) => ({
  viewer: () => actorNode(deed.actor),
  repository: (args: RepositoryAsked) => find(deed, args),
  rateLimit: () => ({
    limit: 5000,
    cost: 1,
    remaining: 4999,
    used: 1,
    nodeCount: 1,
    resetAt: new Date(Date.now() + 3_600_000).toISOString(),
  }),
})

/** GitHub writes the kind of an error beside its message, not into `extensions`. */
function shown(error: GraphQLError): GraphQLFormattedError & { readonly type?: unknown } {
  const { extensions, ...told } = error.toJSON()
  return extensions?.['type'] === undefined ? told : { type: extensions['type'], ...told }
}

export const graphqlRoute: Route = {
  method: 'POST',
  pattern: pattern('/graphql'),
  async handle({ deed, body }) {
    const { query, variables, operationName } = parseBody(asked, body)
    const answer = await graphql({
      schema,
      source: query,
      rootValue: root(deed),
      variableValues: variables ?? {},
      operationName: operationName ?? null,
    })
    return ok({
      ...(answer.data === undefined ? {} : { data: answer.data }),
      ...(answer.errors === undefined ? {} : { errors: answer.errors.map(shown) }),
    })
  },
}
