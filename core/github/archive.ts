import { z } from 'zod'
import type { Ask } from './ask.ts'
import type { Read } from './read.ts'
import { repositoryPath } from './repository-path.ts'

const shape = z.object({ private: z.boolean().optional() })

/** GitHub documents 302; servers behind a proxy of their own may say it otherwise. */
const redirects = new Set([301, 302, 303, 307, 308])

/**
 * A link to the .tar.gz of a commit that whoever has it can read, for some minutes. Undefined where there is none to
 * hand out: the repository is not public, or its server is a company's own, which others cannot reach.
 * https://docs.github.com/en/rest/repos/contents#download-a-repository-archive-tar
 */
export async function archive(ask: Ask, read: Read, repository: string, sha: string): Promise<string | undefined> {
  const path = repositoryPath(repository)
  const call = { method: 'GET', repository, priority: 'person', allowance: 'rest' } as const
  const found = await read.find({ ...call, url: path }, shape)
  if (found?.private !== false) return undefined

  const reply = await ask({ ...call, url: `${path}/tarball/${encodeURIComponent(sha)}`, redirect: 'manual' })
  if (reply.kind !== 'answer' || !redirects.has(reply.status)) return undefined
  // Only GitHub Enterprise Server sends this header.
  if (reply.headers['x-github-enterprise-version'] !== undefined) return undefined
  const { location } = reply.headers
  return location !== undefined && URL.canParse(location) ? location : undefined
}
