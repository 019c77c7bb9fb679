import type { Desk } from './desk.ts'

const rememberMs = 3 * 24 * 3_600_000 // as long as GitHub redelivers

/** Says once why a deployment is not carried out here; its redeliveries say nothing new. */
export async function leaveAlone(
  { ports }: Desk,
  seen: { readonly id: number; readonly repository: { readonly full_name: string } },
  why: string,
): Promise<void> {
  const name = `left-alone/${encodeURIComponent(seen.repository.full_name)}/${seen.id}`
  const first = await ports.engine.store.put(name, why, { if: 'absent', expiresInMs: rememberMs })
  if (first === undefined) return
  ports.log.warn({ deployment: seen.id, repository: seen.repository.full_name, why }, 'left a deployment alone')
}
