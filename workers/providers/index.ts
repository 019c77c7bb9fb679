import { actions } from './actions/index.ts'
import { capistrano } from './capistrano/index.ts'
import { ecs } from './ecs/index.ts'
import { heroku } from './heroku/index.ts'
import type { Provider } from './provider.ts'
import { createRegistry, type Registry } from './registry.ts'
import { shell } from './shell/index.ts'

const builtIn: readonly Provider[] = [ecs, capistrano, heroku, actions, shell]

/** Who can carry deployments out without being loaded, by the name that apps.json uses. */
export const providers: ReadonlyMap<string, Provider> = new Map(builtIn.map((provider) => [provider.name, provider]))

/** Those, and what an apps.json names by path or package. */
export const openProviders = (): Registry => createRegistry(providers)
