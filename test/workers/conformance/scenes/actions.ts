import type { Scenes, Stage } from '../../../../workers/conformance/index.ts'
import { startSandboxGitHub } from '../../../../sandbox/github/index.ts'

const inputs = { sha: '{sha}', deployment: '{id}', environment: '{environment}', task: '{task}' }
const lookMs = 20

/** The sandbox GitHub with a workflow whose runs end well soon, and one whose runs do not. */
export async function conformance({ folder }: Stage): Promise<Scenes> {
  const github = await startSandboxGitHub({ dir: folder, runDetails: 'told' })
  const web = await github.createRepository('acme/web', { files: { 'a.txt': 'a' } })
  for (const file of ['deploy.yml', 'slow.yml'])
    await web.workflow({ file, name: file, inputs: Object.keys(inputs), jobs: ['ship'] })
  const timer = setInterval(() => {
    for (const { id, workflow, status } of web.workflowRuns())
      if (workflow === 'deploy.yml' && status !== 'completed') void web.endRun(id, 'success')
  }, lookMs)
  const sha = await web.head()
  return {
    github: { apiUrl: github.url, token: github.token },
    job: { repository: 'acme/web', ...(sha !== undefined && { sha }) },
    pace: 100,
    succeeds: { workflow: 'deploy.yml', inputs },
    lasts: { workflow: 'slow.yml', inputs },
    task: 'deploy:migrations',
    effects: () => web.workflowRuns().length,
    heard: () => JSON.stringify(web.workflowRuns()),
    async close() {
      clearInterval(timer)
      await github.close()
    },
  }
}
