import { z } from 'zod'
import type { Desk } from './desk.ts'

const body = z.object({ key: z.string() })

/** Another role has changed a deployment: its steps are told from here, where the reporter is. */
export async function report(data: unknown, { reporter }: Desk): Promise<void> {
  void reporter.report(body.parse(data).key)
}
