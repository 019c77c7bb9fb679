import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { openWorld, until, type World, type WorldOptions } from '../lifecycle/world.ts'
import { memorySurface } from '../scripts/memory-chat.ts'
import { spoken } from './spoken.ts'

interface Speaker {
  /** Says something to slip; resolves when slip has answered. */
  says(text: string): Promise<void>
}

export interface Story {
  readonly alice: Speaker
  readonly bob: Speaker
  readonly world: World
  readonly web: World['web']
  /** Waits until the whole conversation of this story reads so; see `spoken` for what stands in for ids and times. */
  readonly reads: (conversation: string) => Promise<void>
  /** Waits for the next thing that slip says. */
  readonly hears: (pattern: RegExp) => Promise<void>
}

const longMs = 30_000

/** A chat room with alice, bob and slip for the stories of one file. Each story's conversation begins anew. */
export function stories(options: WorldOptions = {}) {
  const surface = memorySurface()
  let world: World
  let begun = 0
  let said: { readonly before: number; readonly line: string }[] = []

  beforeAll(async () => {
    world = await openWorld({ ...options, surface })
  }, 60_000)
  afterEach(() => {
    begun = surface.chat().sent.length
    said = []
  })
  afterAll(() => world.close())

  const speaker = (name: string): Speaker => ({
    async says(text) {
      said.push({ before: surface.chat().sent.length, line: `${name} › ${text}` })
      await surface.chat().hears(`slip ${text}`, { as: { id: `U-${name}`, name }, id: randomUUID() })
    },
  })

  function conversation(): string {
    const { sent } = surface.chat()
    const lines = sent.slice(begun).flatMap(({ text }, at) => [...saidBefore(begun + at), `slip › ${text}`])
    return spoken([...lines, ...saidBefore(sent.length)].join('\n'))
  }
  const saidBefore = (at: number) => said.filter(({ before }) => before === at).map(({ line }) => line)

  async function reads(expected: string): Promise<void> {
    const wanted = dedented(expected)
    await until(() => conversation() === wanted || undefined, longMs).catch(() => undefined)
    expect(conversation()).toBe(wanted)
  }

  async function hears(pattern: RegExp): Promise<void> {
    await until(() => pattern.test(conversation()) || undefined, longMs).catch(() => {
      throw new Error(`nobody said ${pattern}, but:\n${conversation()}`)
    })
  }

  return (name: string, play: (story: Story) => Promise<void>) =>
    test(
      name,
      () => play({ alice: speaker('alice'), bob: speaker('bob'), world, web: world.web, reads, hears }),
      2 * longMs,
    )
}

/** Without the indentation of the test around it. */
function dedented(text: string): string {
  const lines = text.split('\n').slice(1, -1)
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(indent)).join('\n')
}
