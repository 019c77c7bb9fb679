import type { Asking, Context, Place, ResumedJob } from '../provider.ts'
import { type Aws, openAws } from './aws/open-aws.ts'
import { sessionName } from './aws/credentials.ts'
import type { Settings } from './settings.ts'

/** What can be asked of AWS about a target. */
export interface Look<C extends Asking = Asking> {
  readonly aws: Aws
  readonly settings: Settings
  readonly context: C
  readonly cluster: string
  readonly service: string
}

/** A look of a deployment, which may change things. */
export interface Work extends Look<Context> {
  readonly job: ResumedJob
}

/** Opens a way to AWS for as long as `use` takes. */
export async function looking<T>(
  place: Place,
  settings: Settings,
  context: Asking,
  use: (look: Look) => Promise<T>,
): Promise<T> {
  const aws = openAws({ settings, context, session: sessionName(place.app) })
  try {
    return await use({ aws, settings, context, cluster: settings.cluster, service: settings.service ?? place.app })
  } finally {
    aws.close()
  }
}

/** Opens a way to AWS for as long as `use` takes; what is logged is without the service's own secrets. */
export async function working<T>(
  job: ResumedJob,
  settings: Settings,
  context: Context,
  use: (work: Work) => Promise<T>,
): Promise<T> {
  const aws = openAws({ settings, context, session: sessionName(job.app, job.id) })
  const careful: Context = {
    ...context,
    log: (line) => context.log(aws.conceal(line)),
    progress: (step) => context.progress({ ...step, phase: aws.conceal(step.phase) }),
  }
  const service = settings.service ?? job.app
  try {
    return await use({ aws, settings, context: careful, cluster: settings.cluster, service, job })
  } finally {
    aws.close()
  }
}
