import { isExternalProvider } from './provider-name.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const valuesOf = (value: unknown): unknown[] => (isObject(value) ? Object.values(value) : [])

/** Every path and package that the text of an apps.json names as a provider; none when it is not JSON. */
export function externalProviders(text: string): string[] {
  const apps = valuesOf(parsed(text)).filter(isObject)
  const rules = apps.flatMap((app) => [app, ...valuesOf(app['environments']), ...valuesOf(app['deployments'])])
  const written = rules.filter(isObject).map((entry) => entry['provider'])
  return [...new Set(written.filter((name) => typeof name === 'string'))].filter(isExternalProvider)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined // parseApps says where the mistake is
  }
}
