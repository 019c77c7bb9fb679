import { z } from 'zod'
import { threadWords } from '../commands/parse-thread-word.ts'

/** A part of a line; one with an address is a link. */
const piece = z.union([z.string(), z.object({ text: z.string(), url: z.string() })])
export type Piece = z.infer<typeof piece>

/** Something to press, where a surface has that. `word`: what counts for the same when it is said in the thread. */
const button = z.object({
  word: z.enum(threadWords),
  label: z.string(),
  /** The command it stands for, without the bot's name. */
  says: z.string(),
})
export type Button = z.infer<typeof button>

/** What is said in chat, before any surface renders it. Text is plain: renderers escape it for their surface. */
export const message = z.object({
  /** One line that stands alone. */
  title: z.string(),
  /** Lines with links in them, right below the title. */
  details: z.array(z.array(piece).readonly()).readonly().exactOptional(),
  lines: z.array(z.string()).readonly().exactOptional(),
  /** Rows under a heading, for lists such as `deploys`. */
  table: z
    .object({ head: z.array(z.string()).readonly(), rows: z.array(z.array(z.string()).readonly()).readonly() })
    .readonly()
    .exactOptional(),
  /** Words that can be said in reply. */
  actions: z.array(z.string()).readonly().exactOptional(),
  buttons: z.array(button).readonly().exactOptional(),
  link: z.object({ label: z.string(), url: z.string() }).readonly().exactOptional(),
})
export type Message = Readonly<z.infer<typeof message>>
