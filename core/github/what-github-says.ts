import { z } from 'zod'

const shape = z.object({ message: z.string() })

const longest = 300

/** The message of a JSON body in one line; undefined when there is none, as in a page of HTML. */
export function whatGitHubSays(data: unknown): string | undefined {
  const said = shape.safeParse(data).data?.message.replace(/\s+/g, ' ').trim()
  if (!said) return undefined
  return said.length > longest ? `${said.slice(0, longest)}…` : said
}
