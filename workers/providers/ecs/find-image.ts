import { inShort } from '../../../core/apps/in-short.ts'
import { isAwsError } from './aws/errors.ts'
import { ecrOf, readImageName, registryOf } from './image-name.ts'
import { Problem } from './problem.ts'
import { tagOf } from './tag.ts'
import type { Work } from './work.ts'

interface Sought {
  readonly registry?: string
  readonly repository: string
  readonly tag: string
}

const look = { first: 1_500, growth: 1.3, most: 10_000 } // ms between two looks for an image that is being pushed

/** The image of the deployment's commit, by digest: a tag can be moved while tasks start. `running` is the image that runs now. */
export async function findImage(work: Work, running: string | undefined): Promise<string> {
  const { settings, context, aws, job } = work
  const sought = soughtFor(work, running)
  const deadline = context.now() + settings.image_wait
  let waitMs = look.first
  for (let waited = false; ; waited = true) {
    const found = await describe(work, sought)
    if (found !== undefined) {
      const registry = sought.registry ?? (found.account && registryOf(found.account, await aws.region()))
      if (registry === undefined) throw new Problem(`ECR does not say whose ${sought.repository} is: add its registry`)
      return `${registry}/${sought.repository}@${found.digest}`
    }
    const rest = deadline - context.now()
    const name = `${sought.repository}:${sought.tag}`
    if (rest <= 0) {
      const sooner =
        settings.image_wait === 0 ? 'push it first, or set "image_wait"' : `waited ${inShort(settings.image_wait)}`
      throw new Problem(`no image ${name} in ECR for ${job.ref}: ${sooner}`)
    }
    if (!waited) {
      context.progress({ phase: 'waiting for the image' })
      await context.log(`${name} is not in ECR yet; waiting up to ${inShort(settings.image_wait)} for it`)
    }
    await context.sleep(Math.min(waitMs, rest))
    waitMs = Math.min(waitMs * look.growth, look.most)
  }
}

/** A repository without a registry is looked for where the running image is from; another one only where that is ECR. */
function soughtFor({ settings, job }: Work, running: string | undefined): Sought {
  const current = running === undefined ? undefined : readImageName(running)
  const configured = settings.repository === undefined ? undefined : readImageName(settings.repository)
  const repository = configured?.repository ?? current?.repository
  if (repository === undefined || repository === '')
    throw new Problem('the running container names no image: set "repository" to the ECR repository')
  const isSame = configured === undefined || ecrOf(current?.registry) !== undefined
  const registry = configured?.registry ?? (isSame ? current?.registry : undefined)
  return { ...(registry !== undefined && { registry }), repository, tag: tagOf(settings.tag, job) }
}

async function describe(
  { aws }: Work,
  { registry, repository, tag }: Sought,
): Promise<{ readonly digest: string; readonly account: string | undefined } | undefined> {
  const ecr = ecrOf(registry)
  try {
    const { imageDetails = [] } = await aws.read('DescribeImages', async (clients, how) =>
      (await clients.ecr(ecr?.region)).describeImages(
        {
          repositoryName: repository,
          imageIds: [{ imageTag: tag }],
          ...(ecr !== undefined && { registryId: ecr.account }),
        },
        how,
      ),
    )
    const [image] = imageDetails
    if (image?.imageDigest === undefined) return undefined
    return { digest: image.imageDigest, account: image.registryId }
  } catch (error) {
    if (isAwsError(error, 'ImageNotFoundException')) return undefined
    if (!isAwsError(error, 'RepositoryNotFoundException')) throw error
    throw new Problem(`ECR has no repository ${repository}: create it, or correct "repository"`)
  }
}
