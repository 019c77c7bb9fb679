import { containerIn, type Definition } from './definition.ts'
import { readImageName } from './image-name.ts'
import { tagKeys } from './next-definition.ts'

/** The commit that a revision was made for: its tag says so, or the image's tag has it. */
export function shaOf(definition: Definition, container: string | undefined): string | undefined {
  const tagged = definition.tags.find(({ key }) => key === tagKeys.sha)?.value
  if (tagged !== undefined) return tagged
  const image = containerIn(definition, container)?.image
  const tag = image === undefined ? undefined : readImageName(image).tag
  return tag === undefined ? undefined : /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/.exec(tag)?.[0]
}
