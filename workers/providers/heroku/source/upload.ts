import { join } from 'node:path'
import { baseEnvironment } from '../../../command/base-environment.ts'
import type { Context, Job } from '../../provider.ts'
import type { Connection } from '../api/connect.ts'
import { sourceShape } from '../api/shapes.ts'
import { concealLink } from '../output/conceal-link.ts'
import { putFile } from './put-file.ts'

const packed = '.slipway-source.tar.gz'

/** Packs the commit from our own checkout and puts it where Heroku can read it. Answers with the link to it. */
export async function upload(job: Job, { client, app }: Connection, context: Context): Promise<string> {
  const tree = await context.checkout()
  // In the work tree it is removed with it, after a crash too; the archive is of the commit, not of the folder.
  const file = join(tree, packed)
  const command = ['git', 'archive', '--format=tar.gz', `--output=${file}`, job.sha]
  const { code, notStarted } = await context.run(command, { cwd: tree, env: baseEnvironment() })
  if (code !== 0)
    throw new Error(`the source of ${job.sha.slice(0, 7)} could not be packed; ${notStarted ?? 'see the log'}`)

  const { source_blob: blob } = await client.postAgain('/sources', {}, sourceShape)
  concealLink(context, blob.put_url)
  concealLink(context, blob.get_url)
  await putFile(file, blob.put_url, { what: `the source for ${app}`, context })
  return blob.get_url
}
