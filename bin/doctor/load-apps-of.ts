import type { Apps } from '../../core/apps/app.ts'
import { externalProviders } from '../../core/apps/external-providers.ts'
import { loadApps, readAppsFile } from '../../core/apps/load-apps.ts'
import type { Config } from '../../core/config/config.ts'
import { openProviders } from '../../workers/providers/index.ts'

/** apps.json as a start would load it. Throws AppsError. */
export async function loadAppsOf({ apps }: Pick<Config, 'apps'>, env: NodeJS.ProcessEnv): Promise<Apps> {
  const { file, defaultEnvironment } = apps
  const { providers } = await openProviders().load(externalProviders(readAppsFile(file)), file)
  return loadApps(file, providers, { env, ...(defaultEnvironment !== undefined && { defaultEnvironment }) })
}
