import type { Json } from '../../core/json.ts'
import type { Provider } from '../providers/provider.ts'

/** Why the gates would not let it come to a deployment, as far as the provider has a say in it. */
export function refusalOf(
  provider: Provider,
  settings: Json,
  asked: { readonly hosts: readonly string[]; readonly task: string },
): string | undefined {
  if (!provider.can.tasks.test(asked.task)) return 'can.tasks does not take it'
  return provider.refuses?.(asked, provider.settings.parse(settings))
}
