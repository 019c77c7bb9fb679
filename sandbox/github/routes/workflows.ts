import { dispatchInput, dispatchWorkflow, workflowOf } from '../operations/dispatch-workflow.ts'
import { cancelRun, runOf } from '../operations/write-workflow-run.ts'
import { paged } from '../paging.ts'
import { ok, parseBody, type RepositoryCall, repositoryRoute, type Route } from '../route.ts'
import { dispatchedView, jobView, runView } from '../views/workflow-views.ts'

const askedRun = ({ repository, params }: RepositoryCall) => runOf(repository, Number(params['run']))

export const workflows: readonly Route[] = [
  repositoryRoute('POST', '/actions/workflows/:file/dispatches', async ({ deed, repository, params, body }) => {
    const input = parseBody(dispatchInput, body)
    const run = await dispatchWorkflow(deed, repository, params['file'] ?? '', input)
    const told = input.return_run_details === true && deed.hub.runDetails === 'told'
    return told ? ok(dispatchedView(deed.hub, repository, run)) : { status: 204 }
  }),

  repositoryRoute('GET', '/actions/workflows/:file/runs', (call) => {
    const { deed, repository, params, query } = call
    const { file } = workflowOf(repository, params['file'] ?? '')
    const branch = query.get('branch')
    const runs = repository.workflowRuns
      .filter((run) => run.workflow === file && (branch === null || run.branch === branch))
      .toReversed()
    return paged(
      call,
      runs,
      (run) => runView(deed.hub, repository, run),
      (page) => ({ total_count: runs.length, workflow_runs: page }),
    )
  }),

  repositoryRoute('GET', '/actions/runs/:run', (call) => ok(runView(call.deed.hub, call.repository, askedRun(call)))),

  repositoryRoute('GET', '/actions/runs/:run/jobs', (call) => {
    const run = askedRun(call)
    return paged(
      call,
      run.jobs,
      (job) => jobView(call.deed.hub, call.repository, run, job),
      (page) => ({ total_count: run.jobs.length, jobs: page }),
    )
  }),

  repositoryRoute('POST', '/actions/runs/:run/cancel', (call) => {
    cancelRun(call.repository, askedRun(call))
    return { status: 202, body: {} }
  }),
]
