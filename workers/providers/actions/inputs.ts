import type { Job } from '../provider.ts'

const values = {
  id: (job: Job) => String(job.id),
  sha: (job: Job) => job.sha,
  ref: (job: Job) => job.ref,
  environment: (job: Job) => job.environment,
  task: (job: Job) => job.task,
  actor: (job: Job) => job.actor,
} as const

type Placeholder = keyof typeof values
type Templates = Readonly<Record<string, string>>

export const placeholderNames = Object.keys(values)
export const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(values, name)

// Words only, so that an input can be JSON.
const pattern = /\{([a-z_]+)\}/g

export const placeholdersIn = (template: string): string[] =>
  [...template.matchAll(pattern)].flatMap(([, name]) => name ?? [])

export const render = (template: string, job: Job): string =>
  template.replace(pattern, (whole, name: string) => (isPlaceholder(name) ? values[name](job) : whole))

export const renderAll = (templates: Templates, job: Job): Record<string, string> =>
  Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, render(template, job)]))

/** Whether the workflow is told this at all. */
export const tells = (templates: Templates, placeholder: Placeholder): boolean =>
  Object.values(templates).some((template) => placeholdersIn(template).includes(placeholder))
