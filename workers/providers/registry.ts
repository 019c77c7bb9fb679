import type { LoadedProviders, ProviderSource, Providers } from '../../core/apps/provider-source.ts'
import type { Adopted } from './external/adopt.ts'
import { loadModule } from './external/load-module.ts'
import { locate } from './external/locate.ts'
import type { Provider } from './provider.ts'

/** The providers of this process: the built-in ones, and those that apps.json names by path or package. */
export interface Registry extends ProviderSource {
  /** By their own names; those of the apps in force. */
  readonly providers: ReadonlyMap<string, Provider>
}

export function createRegistry(builtIn: ReadonlyMap<string, Provider>): Registry {
  const inForce = new Map(builtIn)
  const modules = new Map<string, Promise<Adopted>>()
  const failures = new Map<string, number>()

  /** A module is loaded once; one that could not be used is tried again when apps.json is read again. */
  function moduleAt(url: string): Promise<Adopted> {
    const known = modules.get(url)
    if (known) return known
    const again = failures.get(url) ?? 0
    const loading = loadModule(url, again).then((adopted) => {
      if ('problem' in adopted) {
        modules.delete(url)
        failures.set(url, again + 1)
      }
      return adopted
    })
    modules.set(url, loading)
    return loading
  }

  async function load(written: readonly string[], file: string): Promise<LoadedProviders> {
    const found = new Map<string, Provider | { readonly problem: string }>(builtIn)
    const taken = new Map<string, { readonly provider: Provider; readonly by: string }>()
    for (const text of written) {
      const place = locate(text, file)
      const adopted = 'problem' in place ? place : await moduleAt(place.url)
      if ('problem' in adopted) {
        found.set(text, adopted)
        continue
      }
      const { provider } = adopted
      const other = taken.get(provider.name)
      if (other && other.provider !== provider) {
        found.set(text, { problem: `calls itself "${provider.name}", as ${other.by} does; rename one of them` })
        continue
      }
      taken.set(provider.name, { provider, by: text })
      found.set(text, provider)
    }
    return {
      providers: found satisfies Providers,
      use() {
        for (const { provider } of taken.values()) inForce.set(provider.name, provider)
      },
    }
  }

  return { providers: inForce, load }
}
