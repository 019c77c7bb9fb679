import type { Apps } from '../../core/apps/app.ts'
import { externalProviders } from '../../core/apps/external-providers.ts'
import { loadApps, readAppsFile } from '../../core/apps/load-apps.ts'
import type { Config } from '../../core/config/config.ts'
import { openProviders } from '../../workers/providers/index.ts'
import type { Registry } from '../../workers/providers/registry.ts'

/** apps.json as a start would load it, and who carries its deployments out. Throws AppsError. */
export async function loadAppsOf(
  { apps: { file, defaultEnvironment } }: Pick<Config, 'apps'>,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly apps: Apps; readonly providers: Registry['providers'] }> {
  const registry = openProviders()
  const loaded = await registry.load(externalProviders(readAppsFile(file)), file)
  loaded.use()
  const options = { env, ...(defaultEnvironment !== undefined && { defaultEnvironment }) }
  return { apps: loadApps(file, loaded.providers, options), providers: registry.providers }
}
