import type { Asking, Finding } from '../provider.ts'
import { connect } from './api/connect.ts'
import { HerokuError } from './api/error.ts'
import { appShape } from './api/shapes.ts'
import type { Settings } from './settings.ts'

/** The apps are there and the key may see them. */
export async function preflight(settings: Settings, context: Asking): Promise<Finding[]> {
  const { client } = connect(settings, context)
  const apps = [settings.app, settings.promote_from].filter((app) => app !== undefined)
  const findings: Finding[] = []
  for (const app of apps) {
    try {
      const { maintenance } = await client.get(`/apps/${app}`, appShape)
      if (maintenance) findings.push({ level: 'warning', text: `${app} is in maintenance mode, and stays so` })
    } catch (error) {
      if (!(error instanceof HerokuError)) throw error
      findings.push({ level: 'error', text: error.message })
    }
  }
  return findings
}
