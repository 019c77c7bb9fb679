import { buildSchema } from 'graphql'

/** The part of GitHub's schema that reads deployments and what will ship; names, nullability and enums are GitHub's. */
export const schema = buildSchema(`
  scalar DateTime
  scalar URI
  scalar GitObjectID

  type Query {
    viewer: User!
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    rateLimit(dryRun: Boolean = false): RateLimit
  }

  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: DateTime! nodeCount: Int! }

  interface Actor { login: String! url: URI! avatarUrl: URI! }
  type User implements Actor { id: ID! databaseId: Int login: String! name: String url: URI! avatarUrl: URI! }
  type Bot implements Actor { id: ID! databaseId: Int login: String! url: URI! avatarUrl: URI! }

  type PageInfo { endCursor: String hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String }

  type Repository {
    id: ID!
    databaseId: Int
    name: String!
    nameWithOwner: String!
    url: URI!
    isPrivate: Boolean!
    isArchived: Boolean!
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(oid: GitObjectID, expression: String): GitObject
    deployments(
      first: Int, last: Int, after: String, before: String, environments: [String!],
      orderBy: DeploymentOrder = { field: CREATED_AT, direction: ASC }
    ): DeploymentConnection!
  }

  enum OrderDirection { ASC DESC }
  enum DeploymentOrderField { CREATED_AT }
  input DeploymentOrder { field: DeploymentOrderField! direction: OrderDirection! }

  type DeploymentConnection { nodes: [Deployment] pageInfo: PageInfo! totalCount: Int! }
  enum DeploymentState {
    ABANDONED ACTIVE DESTROYED ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING
  }
  type Deployment {
    id: ID!
    databaseId: Int
    commit: Commit
    commitOid: String!
    ref: Ref
    task: String
    environment: String
    originalEnvironment: String
    latestEnvironment: String
    payload: String
    description: String
    creator: Actor!
    createdAt: DateTime!
    updatedAt: DateTime!
    state: DeploymentState
    latestStatus: DeploymentStatus
    statuses(first: Int, last: Int, after: String, before: String): DeploymentStatusConnection
    repository: Repository!
  }

  type DeploymentStatusConnection { nodes: [DeploymentStatus] pageInfo: PageInfo! totalCount: Int! }
  enum DeploymentStatusState { ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING }
  type DeploymentStatus {
    id: ID!
    state: DeploymentStatusState!
    description: String
    environment: String
    environmentUrl: URI
    logUrl: URI
    creator: Actor!
    createdAt: DateTime!
    updatedAt: DateTime!
  }

  type Ref {
    id: ID!
    name: String!
    prefix: String!
    target: GitObject
    compare(headRef: String!): Comparison
  }
  enum ComparisonStatus { AHEAD BEHIND DIVERGED IDENTICAL }
  type Comparison {
    aheadBy: Int!
    behindBy: Int!
    status: ComparisonStatus!
    commits(first: Int, last: Int, after: String, before: String): ComparisonCommitConnection!
  }
  type ComparisonCommitConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }

  interface GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! }
  type GitActor { name: String email: String date: DateTime user: User }
  type Commit implements GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    message: String!
    messageHeadline: String!
    committedDate: DateTime!
    url: URI!
    author: GitActor
    committer: GitActor
    additions: Int!
    deletions: Int!
    parents(first: Int, last: Int): CommitConnection!
    history(first: Int, last: Int, after: String, before: String): CommitHistoryConnection!
    associatedPullRequests(first: Int, last: Int): PullRequestConnection
    status: Status
    statusCheckRollup: StatusCheckRollup
  }
  type CommitHistoryConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }
  type PullRequest { id: ID! number: Int! title: String! url: URI! }
  type PullRequestConnection { nodes: [PullRequest] pageInfo: PageInfo! totalCount: Int! }
  type CommitConnection { nodes: [Commit] pageInfo: PageInfo! totalCount: Int! }

  enum StatusState { ERROR EXPECTED FAILURE PENDING SUCCESS }
  type Status { state: StatusState! contexts: [StatusContext!]! }
  type StatusCheckRollup { state: StatusState! contexts(first: Int, last: Int): StatusCheckRollupContextConnection! }
  type StatusCheckRollupContextConnection { nodes: [StatusCheckRollupContext] pageInfo: PageInfo! totalCount: Int! }
  union StatusCheckRollupContext = CheckRun | StatusContext
  type StatusContext { id: ID! context: String! state: StatusState! description: String targetUrl: URI }
  enum CheckStatusState { COMPLETED IN_PROGRESS PENDING QUEUED REQUESTED WAITING }
  enum CheckConclusionState {
    ACTION_REQUIRED CANCELLED FAILURE NEUTRAL SKIPPED STALE STARTUP_FAILURE SUCCESS TIMED_OUT
  }
  type CheckRun {
    id: ID!
    databaseId: Int
    name: String!
    status: CheckStatusState!
    conclusion: CheckConclusionState
    detailsUrl: URI
  }
`)
