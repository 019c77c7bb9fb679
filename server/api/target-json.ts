import type { TargetNow } from '../targets-now.ts'
import { deploymentJson } from './deployment-json.ts'

/** What the API shows of a target. `waiting`: its line, first first; `waits`: commands that wait for a green commit. */
export const targetJson = ({ target, live, running, line, waits }: TargetNow) => ({
  app: target.app,
  environment: target.environment,
  repository: target.repository,
  url: target.url,
  live: live ? { sha: live.sha, deployment: live.deployment, ref: live.record?.ref } : null,
  running: running ? deploymentJson(running) : null,
  waiting: line.map(deploymentJson),
  waits: waits.map(({ sha, branch, until }) => ({ sha, branch, until: new Date(until).toISOString() })),
})
