import type { Result } from '../provider.ts'
import { save, type Target } from './checkpoint.ts'
import { readDefinition, shortName } from './definition.ts'
import { prepare, preparePlace, underWay } from './prepare.ts'
import { Problem } from './problem.ts'
import { register } from './register.ts'
import { ship } from './ship.ts'
import { snapshotOf } from './snapshot-of.ts'
import type { Work } from './work.ts'

/** Registers the commit's image in the service's task definition, and rolls it out. */
export async function deploy(work: Work): Promise<Result> {
  const { context, job } = work
  const { service, current, containers, image } = await prepare(work)
  const [container = ''] = containers
  await context.log(`${job.task} of ${image}`)
  const other = underWay(service)
  if (other !== undefined) await context.log(other)

  await save(context, { phase: 'registering' })
  const change = { containers, image, deployment: String(job.id), sha: job.sha }
  const revision = await register(work, current, change)
  const target: Target = { revision, image, container, before: snapshotOf(current, container) }
  await save(context, { phase: 'registered', target })
  return ship(work, { phase: 'registered', target })
}

/** Brings a recorded revision back: the same artifact, nothing is built or registered. */
export async function rollBack(work: Work, revision: string): Promise<Result> {
  const { current, containers } = await preparePlace(work)
  const [container = ''] = containers
  const wanted = await readDefinition(work, revision)
  if (wanted.body.status === 'INACTIVE')
    throw new Problem(`${shortName(revision)} was deregistered and cannot be brought back: deploy its commit instead`)

  const { handle } = snapshotOf(wanted, container)
  const image = handle?.['image']
  const before = snapshotOf(current, container)
  const target: Target = { revision: wanted.arn, container, before, ...(image !== undefined && { image }) }
  await work.context.log(`bringing ${shortName(wanted.arn)} back in place of ${shortName(current.arn)}`)
  await save(work.context, { phase: 'registered', target })
  return ship(work, { phase: 'registered', target })
}
