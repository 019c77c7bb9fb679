/** One query for many repositories. Names travel as variables: nothing from outside becomes part of the query. */
export function glanceQuery(repositories: readonly string[]): { query: string; variables: Record<string, string> } {
  const declared = repositories.map((_, i) => `$owner${i}: String!, $name${i}: String!`).join(', ')
  const fields = repositories.map((_, i) => `${alias(i)}: repository(owner: $owner${i}, name: $name${i}) { ...glance }`)
  const variables = repositories.flatMap((repository, i) => {
    const [owner = '', name = ''] = repository.split('/')
    return [
      [`owner${i}`, owner],
      [`name${i}`, name],
    ]
  })
  return {
    query: `query glance(${declared}) { ${fields.join(' ')} } ${fragment}`,
    variables: Object.fromEntries(variables),
  }
}

/** Where the answer holds the repository of that place in the list. */
export const alias = (index: number) => `r${index}`

/** Deployments asked of each repository: enough for what a few minutes without webhooks may hold. */
export const newestDeployments = 20

const fragment = `fragment glance on Repository {
  databaseId
  nameWithOwner
  defaultBranchRef { name }
  deployments(first: ${newestDeployments}, orderBy: { field: CREATED_AT, direction: DESC }) {
    nodes {
      databaseId
      commitOid
      ref { name }
      task
      environment
      payload
      description
      creator { login __typename }
      createdAt
      latestStatus { state }
    }
  }
}`
