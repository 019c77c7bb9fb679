import { createPrivateKey } from 'node:crypto'
import { createAppAuth } from '@octokit/auth-app'
import { z } from 'zod'
import { again } from './again.ts'
import type { Clock } from './clock.ts'
import type { Credential, Credentials } from './credentials.ts'
import { GitHubError } from './github-error.ts'
import type { Reply } from './reply.ts'
import { replyOf } from './reply-of.ts'
import { repositoryPath } from './repository-path.ts'
import type { Sender } from './send.ts'

export interface AppKey {
  readonly appId: string | number
  /** PEM; line breaks may be written as \n, as in an environment variable. */
  readonly privateKey: string
}

const installationShape = z.object({ id: z.number().int() })

/**
 * A GitHub App: one installation token for each owner, kept and renewed before it ends by auth-app.
 * Throws GitHubError for a key that is none.
 */
export function appCredentials({ appId, privateKey }: AppKey, { send, octokit }: Sender, clock: Clock): Credentials {
  const key = privateKey.replaceAll('\\n', '\n')
  assertKey(key)
  const app = createAppAuth({ appId, privateKey: key, request: octokit.request, log: { warn: () => undefined } })
  const installations = new Map<string, Promise<number | Reply>>()
  const stale = new Set<string>()

  async function of(repository: string): Promise<Credential | Reply> {
    const owner = ownerOf(repository)
    const installation = await installationOf(repository, owner)
    if (typeof installation !== 'number') return installation
    const credential = await again(() => tokenOf(installation, owner), clock)
    // Looked up again next time: the App may have been installed anew by then.
    if (credential.kind !== 'credential') installations.delete(owner)
    return credential
  }

  async function installationOf(repository: string, owner: string): Promise<number | Reply> {
    const url = `${repositoryPath(repository)}/installation`
    const asked = installations.get(owner)
    const known = asked && (await asked)
    if (typeof known === 'number') return known
    // What was not found for one repository may be there for its neighbour: an App is installed on some of them or all.
    const found = lookUp(url)
    installations.set(owner, found)
    return found
  }

  async function lookUp(url: string): Promise<number | Reply> {
    const { token } = await app({ type: 'app' })
    const reply = await again(() => send({ method: 'GET', url }, token), clock)
    const found =
      reply.kind === 'answer' && reply.status === 200 ? installationShape.safeParse(reply.data).data : undefined
    return found?.id ?? reply
  }

  async function tokenOf(installationId: number, owner: string): Promise<Credential | Reply> {
    try {
      const { token } = await app({ type: 'installation', installationId, refresh: stale.delete(owner) })
      return { kind: 'credential', id: `installation ${installationId}`, token }
    } catch (error) {
      return replyOf(error)
    }
  }

  return {
    of,
    refused(repository) {
      stale.add(ownerOf(repository))
    },
    groups(repositories) {
      const byOwner = new Map<string, string[]>()
      for (const repository of repositories) {
        const owner = ownerOf(repository)
        byOwner.set(owner, [...(byOwner.get(owner) ?? []), repository])
      }
      return [...byOwner.values()]
    },
  }
}

const ownerOf = (repository: string) => repository.split('/', 1).join('').toLowerCase()

function assertKey(key: string): void {
  if (keyType(key) !== 'rsa') {
    const message =
      'GITHUB_APP_PRIVATE_KEY is not an RSA private key in PEM form; paste the whole file that GitHub gave, or name it in GITHUB_APP_PRIVATE_KEY_FILE'
    throw new GitHubError({ kind: 'bad-credentials', message })
  }
}

function keyType(key: string): string | undefined {
  try {
    return createPrivateKey(key).asymmetricKeyType
  } catch {
    // OpenSSL's own words would not help, and the key stays out of every message.
    return undefined
  }
}
