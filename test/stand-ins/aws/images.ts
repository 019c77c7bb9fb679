import { createHash } from 'node:crypto'
import { Refusal } from './refusal.ts'

export const account = '123456789012'

export const digestOf = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`

/** The registry: repositories with tagged images, some of which are pushed only after some looks. */
export function createImages() {
  const repositories = new Map<string, Map<string, { looks: number }>>()

  const repository = (name: string) => {
    const tags = repositories.get(name) ?? new Map<string, { looks: number }>()
    repositories.set(name, tags)
    return tags
  }

  return {
    /** `afterLooks`: how often it is not there yet. */
    push(name: string, tag: string, { afterLooks = 0 } = {}) {
      repository(name).set(tag, { looks: -afterLooks })
    },
    /** By AWS's own names of them. */
    operations: {
      DescribeImages({ repositoryName, imageIds }: { repositoryName: string; imageIds: { imageTag: string }[] }) {
        const tags = repositories.get(repositoryName)
        if (!tags)
          throw new Refusal(
            'RepositoryNotFoundException',
            `The repository with name '${repositoryName}' does not exist`,
          )
        const tag = imageIds[0]?.imageTag ?? ''
        const image = tags.get(tag)
        if (!image || image.looks++ < 0)
          throw new Refusal('ImageNotFoundException', `The image with imageId {imageTag:'${tag}'} does not exist`)
        const imageDigest = digestOf(`${repositoryName}:${tag}`)
        return { imageDetails: [{ registryId: account, repositoryName, imageDigest, imageTags: [tag] }] }
      },
    },
  }
}

export type Images = ReturnType<typeof createImages>
