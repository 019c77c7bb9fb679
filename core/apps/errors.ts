import type { Problem } from './app.ts'

/** apps.json as a whole cannot be used. `path` says where, `near` is the nearest valid word, `problems` is all that was found. */
export class AppsError extends Error {
  readonly file: string
  readonly path: string
  readonly problem: string
  readonly near: string | undefined
  readonly problems: readonly Problem[]

  constructor(
    file: string,
    path: string,
    problem: string,
    more: { near?: string; problems?: readonly Problem[] } = {},
  ) {
    const place = path === '' ? '' : `${path} `
    super(`${file}: ${place}${problem}${more.near ? `; did you mean "${more.near}"?` : ''}`)
    this.name = 'AppsError'
    this.file = file
    this.path = path
    this.problem = problem
    this.near = more.near
    this.problems = more.problems ?? []
  }
}
