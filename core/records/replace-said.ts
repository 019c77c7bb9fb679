import type { Ports } from '../actions/ports.ts'
import type { Message } from '../chat/message.ts'
import { sets } from './records.ts'
import { rememberThreadMs } from './thread.ts'

/** Another first message for a thread without a deployment; shown by whoever keeps threads, where somebody does. */
export async function replaceSaid(
  { engine, records, now }: Pick<Ports, 'engine' | 'records' | 'now'>,
  id: string,
  said: Message,
): Promise<void> {
  if (!(await records.threads.get(id))) return
  await engine.store.sorted.add(sets.threads, id, now())
  await records.threads.update(id, (thread) => ({ ...thread, said }), { expiresInMs: rememberThreadMs })
}
