import type { Message } from '../message.ts'

/** A command was acknowledged, and whoever carried it out died before anything was written down. */
export const interrupted = (acknowledged: Message | undefined): Message => ({
  title: `${acknowledged?.title ?? 'a command'}: interrupted, and nothing came of it`,
  lines: ['say it again'],
})
