import type { Snapshot } from '../provider.ts'
import { containerIn, type Definition } from './definition.ts'
import { shaOf } from './sha-of.ts'

/** What a revision is, so that it can be named and brought back. */
export function snapshotOf(definition: Definition, container: string | undefined): Snapshot {
  const sha = shaOf(definition, container)
  const image = containerIn(definition, container)?.image
  return {
    ...(sha !== undefined && { sha }),
    handle: { taskDefinition: definition.arn, ...(image !== undefined && { image }) },
  }
}
