import { GitHubError } from '../../../../core/github/index.ts'
import type { Context, Job } from '../../provider.ts'
import type { Connection } from '../api/connect.ts'
import { concealLink } from '../output/conceal-link.ts'
import { upload } from './upload.ts'

/** A link by which Heroku gets exactly the deployment's commit, without any token of GitHub's that opens more than that. */
export async function sourceUrl(job: Job, connection: Connection, context: Context): Promise<string> {
  const archive = await publicArchive(job, context)
  if (archive !== undefined) {
    concealLink(context, archive)
    await context.log(`Heroku fetches ${job.sha.slice(0, 7)} from ${new URL(archive).host}`)
    return archive
  }
  const url = await upload(job, connection, context)
  await context.log(`uploaded ${job.sha.slice(0, 7)} to Heroku`)
  return url
}

async function publicArchive(job: Job, context: Context): Promise<string | undefined> {
  try {
    return await context.github.archive(job.repository, job.sha)
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    await context.log(`no link from GitHub, so the source is uploaded (${error.message})`)
    return undefined
  }
}
