import { z } from 'zod'

/** Who speaks. `id` names surface and account (`shell:alice`, `api:ci`, `github:octocat`); `names` is what `deployers` may call them. */
export const person = z.object({
  id: z.string(),
  name: z.string(),
  names: z.array(z.string()).readonly(),
})
export type Person = z.infer<typeof person>

/** Where something was said, so that the answer finds back. `roomNames`: the room's name and id, as `allowed_rooms` may call it. */
export const place = z.object({
  adapter: z.string(),
  room: z.string(),
  roomNames: z.array(z.string()).readonly(),
  messageId: z.string().optional(),
  threadId: z.string().optional(),
  /** Nobody but the speaker reads along, as far as the adapter knows. */
  direct: z.boolean().optional(),
  /** The message whose button was pressed: it says what is meant, where the thread has several. */
  pressed: z.string().optional(),
})
export type Place = z.infer<typeof place>
