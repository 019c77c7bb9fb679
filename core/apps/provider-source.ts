import type { ZodType } from 'zod'

/** What reading apps.json needs to know of a provider, by its name, and by its path or package as apps.json writes it. */
export type Providers = ReadonlyMap<string, KnownProvider | UnusableProvider>

export interface KnownProvider {
  /** Its own name, where it is known by its path or package too. */
  readonly name?: string
  readonly settings: ZodType
}

export interface UnusableProvider {
  /** Why it cannot be used, to be read after what apps.json calls it. */
  readonly problem: string
}

/** Where the providers come from that an apps.json names by path or package. */
export interface ProviderSource {
  /** Never rejects: what is wrong with a module stands in its place. `file`: paths are relative to its folder. */
  readonly load: (written: readonly string[], file: string) => Promise<LoadedProviders>
}

export interface LoadedProviders {
  readonly providers: Providers
  /** They carry deployments out from now on. For when the apps that name them are in force. */
  use(): void
}
