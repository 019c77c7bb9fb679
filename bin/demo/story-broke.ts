/** The story did not go as it should. Says what was expected and what was seen. */
export class StoryBroke extends Error {
  readonly expected: string
  readonly seen: string

  constructor(expected: string, seen: string) {
    super(`expected ${expected}, and saw ${seen}`)
    this.name = 'StoryBroke'
    this.expected = expected
    this.seen = seen
  }
}
