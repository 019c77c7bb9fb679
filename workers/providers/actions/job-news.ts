import type { WorkflowJob } from '../../../core/github/workflows/workflows.ts'

/** A line for each job whose state is not the one last told; `told` learns them. */
export function jobNews(jobs: readonly WorkflowJob[], told: Map<number, string>): string[] {
  return jobs.flatMap((job) => {
    const state = stateOf(job)
    if (told.get(job.id) === state) return []
    told.set(job.id, state)
    return `job ${job.name}: ${state}`
  })
}

function stateOf({ status, conclusion, steps }: WorkflowJob): string {
  if (status === 'waiting') return 'waits for the rules of its environment on GitHub'
  if (status !== 'completed' || conclusion === null) return words(status)
  const failing = steps.find((step) => step.conclusion === 'failure')
  return failing ? `${words(conclusion)} at step ${failing.name}` : words(conclusion)
}

const words = (state: string) => state.replaceAll('_', ' ')
