import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs'
import type { ECR } from '@aws-sdk/client-ecr'
import type { ECS } from '@aws-sdk/client-ecs'
import type { STS } from '@aws-sdk/client-sts'
import type { Asking } from '../../provider.ts'
import type { Settings } from '../settings.ts'
import { ownCredentials, roleCredentials } from './credentials.ts'

/** Clients of one set of credentials, made when they are first asked for. Without a region: that of the settings. */
export interface Clients {
  ecs(): Promise<ECS>
  ecr(region?: string): Promise<ECR>
  logs(region?: string): Promise<CloudWatchLogs>
  sts(): Promise<STS>
  destroy(): void
}

export interface ClientOptions {
  readonly settings: Pick<Settings, 'region' | 'role_arn' | 'external_id'>
  readonly context: Asking
  /** Name of the role's session. */
  readonly session: string
  /** Hears every value that must not be seen. */
  readonly hide: (value: string) => void
}

type Service = 'ECS' | 'ECR' | 'STS' | 'CLOUDWATCH_LOGS'

const silenceMs = 20_000 // AWS answers these calls within a second or two

/** Speaks of releases that the versions in package.json do not reach, in lines that are none of the log's. */
const versionWarning = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

/** The SDK is loaded with the first of them: a start of Slipway does not wait for it. */
export function createClients(options: ClientOptions): Clients {
  process.env[versionWarning] ??= 'true'
  const { settings, context } = options
  const region = settings.region ?? context.variable('AWS_REGION') ?? context.variable('AWS_DEFAULT_REGION')
  const made = new Map<string, Promise<{ destroy(): void }>>()

  function base(service: Service, own: string | undefined) {
    const endpoint = context.variable(`AWS_ENDPOINT_URL_${service}`) ?? context.variable('AWS_ENDPOINT_URL')
    return {
      // Repeating is ours: what may be sent twice depends on the call.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: 5_000,
        requestTimeout: silenceMs,
        socketTimeout: silenceMs,
        throwOnRequestTimeout: true,
      },
      ...(own !== undefined && { region: own }),
      ...(endpoint !== undefined && { endpoint }),
    }
  }

  const own = ownCredentials(context)
  const withOwn = own && { credentials: own }
  const role = settings.role_arn
  const withRole =
    role === undefined
      ? withOwn
      : { credentials: roleCredentials({ ...options, role, config: { ...base('STS', region), ...withOwn } }) }

  function once<C extends { destroy(): void }>(key: string, make: () => Promise<C>): () => Promise<C> {
    let client: Promise<C> | undefined
    return () => {
      client ??= make()
      made.set(key, client)
      return client
    }
  }

  const byRegion = <C extends { destroy(): void }>(key: string, make: (at: string | undefined) => Promise<C>) => {
    const clients = new Map<string | undefined, () => Promise<C>>()
    return (at: string | undefined = region): Promise<C> => {
      const client = clients.get(at) ?? once(`${key} ${at}`, () => make(at))
      clients.set(at, client)
      return client()
    }
  }

  return {
    ecs: once('ecs', async () => {
      const { ECS } = await import('@aws-sdk/client-ecs')
      return new ECS({ ...base('ECS', region), ...withRole })
    }),
    ecr: byRegion('ecr', async (at) => {
      const { ECR } = await import('@aws-sdk/client-ecr')
      return new ECR({ ...base('ECR', at), ...withRole })
    }),
    logs: byRegion('logs', async (at) => {
      const { CloudWatchLogs } = await import('@aws-sdk/client-cloudwatch-logs')
      return new CloudWatchLogs({ ...base('CLOUDWATCH_LOGS', at), ...withRole })
    }),
    sts: once('sts', async () => {
      const { STS } = await import('@aws-sdk/client-sts')
      return new STS({ ...base('STS', region), ...withRole })
    }),
    destroy() {
      for (const client of made.values()) void client.then((one) => one.destroy()).catch(() => undefined)
    },
  }
}
