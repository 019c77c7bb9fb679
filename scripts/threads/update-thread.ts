import type { Ports } from '../../core/actions/ports.ts'
import { rememberThreadMs, type Thread } from '../../core/records/thread.ts'

export async function updateThread(
  { records }: Pick<Ports, 'records'>,
  id: string,
  change: (thread: Thread) => Thread | undefined,
): Promise<void> {
  await records.threads.update(id, change, { expiresInMs: rememberThreadMs })
}
