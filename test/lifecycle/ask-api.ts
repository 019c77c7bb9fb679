import type { World } from './world.ts'

export interface ApiAnswer {
  readonly status: number
  readonly ok: boolean
  readonly code: string
  readonly text: string
  readonly deployment?: number
}

/** `POST /api/commands`, as somebody on this machine. */
export async function askApi({ slipway }: World, text: string): Promise<ApiAnswer> {
  const response = await fetch(`${slipway.url}/api/commands`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
  })
  return { status: response.status, ...((await response.json()) as Omit<ApiAnswer, 'status'>) }
}
