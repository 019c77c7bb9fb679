import { z } from 'zod'
import { appsFile } from './schema/app-entry.ts'

/** The text of apps.schema.json: draft 7, the one that editors know best. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(appsFile, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ title: 'apps.json of Slipway', ...schema }, undefined, 2)}\n`
}
