import type { Provider } from './provider.ts'
import { shell } from './shell/index.ts'

const known: readonly Provider[] = [shell]

/** Who can carry deployments out, by the name that apps.json uses. */
export const providers: ReadonlyMap<string, Provider> = new Map(known.map((provider) => [provider.name, provider]))
