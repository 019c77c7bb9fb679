import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import type { Deed } from '../hub.ts'
import type { Repository, Workflow, WorkflowRun } from '../state.ts'

/** Body of `POST …/actions/workflows/{file}/dispatches`. */
export const dispatchInput = z.object({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.string()).default({}),
  return_run_details: z.boolean().optional(),
})

export type Dispatch = z.input<typeof dispatchInput>

export function workflowOf({ workflows }: Repository, file: string): Workflow {
  const found = workflows.find((workflow) => workflow.file === file)
  if (found === undefined) throw notFound()
  return found
}

/** Starts a run. Throws ApiError 404 without the workflow, 422 for a ref that is no branch or tag, and for inputs it does not take. */
export async function dispatchWorkflow(
  deed: Deed,
  repository: Repository,
  file: string,
  { ref, inputs, return_run_details }: z.output<typeof dispatchInput>,
): Promise<WorkflowRun> {
  const { hub, actor } = deed
  const workflow = workflowOf(repository, file)
  if (return_run_details !== undefined && hub.runDetails === 'refused') {
    throw new ApiError(422, 'Invalid request.\n\n"return_run_details" is not a permitted key.')
  }
  const found = await hub.git(repository).resolve(ref)
  if (found === undefined || found.kind === 'sha') throw new ApiError(422, `No ref found for: ${ref}`)
  const unexpected = Object.keys(inputs).filter((name) => !workflow.inputs.includes(name))
  if (unexpected.length > 0) throw new ApiError(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`)

  const run: WorkflowRun = {
    id: hub.nextId(),
    number: repository.workflowRuns.filter((other) => other.workflow === file).length + 1,
    workflow: file,
    title: titleOf(workflow, inputs),
    branch: found.name,
    sha: found.sha,
    inputs,
    actor: actor.login,
    createdAt: hub.now(),
    status: 'queued',
    conclusion: null,
    jobs: workflow.jobs.map((name) => ({ id: hub.nextId(), name, status: 'queued', conclusion: null, steps: [] })),
  }
  repository.workflowRuns.push(run)
  return run
}

const titleOf = ({ runName, name }: Workflow, inputs: WorkflowRun['inputs']) =>
  runName === undefined ? name : runName.replaceAll(/\{([\w-]+)\}/g, (_, input: string) => inputs[input] ?? '')
