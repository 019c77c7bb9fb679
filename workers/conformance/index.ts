export { runChecks, type Candidate, type Judged } from './run-checks.ts'
export { checks } from './checks/index.ts'
export type { Verdict } from './check.ts'
export type { Conformance, Loud, Scenes, Stage } from './scenes.ts'
