import type { STSClientConfig } from '@aws-sdk/client-sts'
import type { Asking } from '../../provider.ts'
import type { Settings } from '../settings.ts'

/** The SDK's own types of them, from packages that are not ours to import. */
type Credentials = NonNullable<STSClientConfig['credentials']>
type AwsCredentialIdentityProvider = Extract<Credentials, (...args: never) => unknown>
type AwsCredentialIdentity = Awaited<ReturnType<AwsCredentialIdentityProvider>>

/**
 * The worker's own credentials: the usual variables (or the files that `…_FILE` names), else undefined, which is the
 * SDK's chain of profile, web identity, container and instance.
 */
export function ownCredentials({ variable, secret }: Asking): Credentials | undefined {
  const accessKeyId = variable('AWS_ACCESS_KEY_ID')
  if (accessKeyId === undefined || variable('AWS_SECRET_ACCESS_KEY') === undefined) return undefined
  if (variable('AWS_PROFILE') !== undefined) return undefined
  const secretAccessKey = secret('AWS_SECRET_ACCESS_KEY')
  if (variable('AWS_SESSION_TOKEN') === undefined) return { accessKeyId, secretAccessKey }
  return { accessKeyId, secretAccessKey, sessionToken: secret('AWS_SESSION_TOKEN') }
}

export interface RoleOptions {
  readonly settings: Pick<Settings, 'role_arn' | 'external_id'>
  readonly context: Asking
  /** Shown in CloudTrail. */
  readonly session: string
  /** What reaches STS. */
  readonly config: STSClientConfig
  /** Hears every value that must not be seen. */
  readonly hide: (value: string) => void
}

const renewBeforeMs = 300_000 // as the SDK does: it asks for others when so little is left

/** Credentials of the configured role, for all clients the same session; another one before it expires. */
export function roleCredentials(options: RoleOptions & { readonly role: string }): AwsCredentialIdentityProvider {
  let held: Promise<AwsCredentialIdentity> | undefined
  return async () => {
    const { expiration } = (await held?.catch(() => undefined)) ?? {}
    const isGood = expiration !== undefined && expiration.getTime() - Date.now() > renewBeforeMs
    if (!isGood) held = assume(options)
    return held ?? assume(options)
  }
}

async function assume(options: RoleOptions & { readonly role: string }): Promise<AwsCredentialIdentity> {
  const { role, settings, context, session, config, hide } = options
  const external = settings.external_id
  const externalId = typeof external === 'object' ? context.secret(external.env) : external
  const { STS } = await import('@aws-sdk/client-sts')
  const sts = new STS(config)
  try {
    const { Credentials: given } = await sts.assumeRole({
      RoleArn: role,
      RoleSessionName: session,
      ...(externalId !== undefined && { ExternalId: externalId }),
    })
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {}
    if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
      throw new Error(`STS gave no credentials for ${role}`)
    hide(secretAccessKey)
    hide(sessionToken)
    return { accessKeyId, secretAccessKey, sessionToken, ...(given?.Expiration && { expiration: given.Expiration }) }
  } finally {
    sts.destroy()
  }
}

/** `slipway-webapp-42`, in the letters that a session name may have. */
export const sessionName = (...parts: readonly (string | number)[]): string =>
  ['slipway', ...parts]
    .join('-')
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64)
