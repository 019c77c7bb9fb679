import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Message } from '../../../core/chat/message.ts'
import { sets } from '../../../core/records/records.ts'
import { threadAsked } from '../../../core/records/thread.ts'
import { type Board, BoardTrouble, type Post } from '../../../scripts/board.ts'
import { type Keeper, openKeeper } from '../../../scripts/threads/keeper.ts'
import { openStage, type Stage } from '../../lifecycle/stage.ts'
import { until } from '../../lifecycle/world.ts'

let stage: Stage
let keeper: Keeper | undefined
beforeEach(async () => {
  stage = await openStage()
}, 60_000)
afterEach(async () => {
  await keeper?.close()
  await stage.close()
})

const place = { adapter: 'board', room: 'ops', roomNames: ['ops'], messageId: '1' }
const id = threadAsked(place) ?? ''
const said = (title: string): Message => ({ title })

interface Shown {
  readonly post: Post
  message: Message
}

/** A board in memory. `trouble` is thrown instead of, or after, the next post. */
function memoryBoard() {
  const shown: Shown[] = []
  const here: { trouble?: BoardTrouble; arrives?: boolean; edits: number; looks: number } = { edits: 0, looks: 0 }
  const spotOf = (at: number) => ({ channel: 'ops', ts: String(at) })
  const board: Board = {
    async post(post) {
      const { trouble } = here
      delete here.trouble
      if (!trouble || here.arrives) shown.push({ post, message: post.message })
      if (trouble) throw trouble
      return spotOf(shown.length - 1)
    },
    async edit({ ts }, message) {
      here.edits += 1
      const one = shown[Number(ts)]
      if (one) one.message = message
    },
    async find(post) {
      here.looks += 1
      const at = shown.findIndex((one) => one.post.id === post.id)
      return at < 0 ? undefined : spotOf(at)
    },
  }
  return { board, shown, here, titles: () => shown.map(({ message }) => message.title) }
}

const open = (board: Board, now?: () => number) => {
  const ports = stage.ports()
  keeper = openKeeper({ ports: { ...ports, ...(now && { now }) }, surface: 'board', board, redact: (text) => text })
  return keeper
}

const allShown = () =>
  until(async () => ((await stage.engine.store.sorted.range(sets.threads)).length === 0 ? true : undefined))

test('an answer takes the place of its acknowledgement', async () => {
  const { board, titles } = memoryBoard()
  const own = open(board)
  await own.acknowledge(place, said('on it'))
  await own.answer(place, { message: said('done') })
  await until(() => (titles()[0] === 'done' ? true : undefined))
  expect(titles()).toEqual(['done'])
})

test('however often it changes, a message is edited once a second, to how it is at last', async () => {
  const { board, titles, here } = memoryBoard()
  const own = open(board)
  const since = performance.now()
  for (let i = 0; i <= 20; i++) await own.answer(place, { message: said(`change ${i}`) })
  await until(() => (titles()[0] === 'change 20' ? true : undefined))
  expect(here.edits).toBeLessThanOrEqual((performance.now() - since) / 1_000 + 1)
})

test('lines are told once each, in order, however often they come', async () => {
  const { board, titles } = memoryBoard()
  const own = open(board)
  const line = (n: number) => ({ id: `l${n}`, place, message: said(`line ${n}`), thread: id, deployment: 'none-1' })
  await own.answer(place, { message: said('first') })
  for (const n of [1, 2, 2, 1, 3]) await own.tell(line(n))
  await allShown()
  expect(titles()).toEqual(['first', 'line 1', 'line 2', 'line 3'])
})

test('a post whose answer was lost with its process is found again, and not posted twice', async () => {
  const { board, titles, here } = memoryBoard()
  here.trouble = new BoardTrouble('unclear', 'the connection broke')
  here.arrives = true
  const first = open(board)
  await first.answer(place, { message: said('hello') })
  await until(() => titles()[0])
  await first.close()
  open(board)
  await allShown()
  expect(titles()).toEqual(['hello'])
  expect(here.looks).toBeGreaterThan(0)
})

test('a message found again that meanwhile should say something else is edited', async () => {
  const { board, titles, here } = memoryBoard()
  here.trouble = new BoardTrouble('unclear', 'the connection broke')
  here.arrives = true
  const own = open(board)
  await own.acknowledge(place, said('asking'))
  await until(() => titles()[0])
  await own.answer(place, { message: said('done') })
  await allShown()
  expect(titles()).toEqual(['done'])
})

test('what surely was not posted is posted again without a look', async () => {
  const { board, titles, here } = memoryBoard()
  here.trouble = new BoardTrouble('away', 'refused', { afterMs: 50 })
  await open(board).answer(place, { message: said('hello') })
  await allShown()
  expect(titles()).toEqual(['hello'])
  expect(here.looks).toBe(0)
})

test('a command whose process died before anything came of it does not look under way for ever', async () => {
  const { board, titles } = memoryBoard()
  const dying = open(board)
  await dying.acknowledge(place, said('asking GitHub'))
  await until(() => titles()[0])
  await dying.close()
  open(board, () => Date.now() + 120_000)
  await allShown()
  expect(titles()).toEqual(['asking GitHub: interrupted, and nothing came of it'])
})

test('a message that chat refuses for good is given up, and nothing waits for it', async () => {
  const { board, titles, here } = memoryBoard()
  here.trouble = new BoardTrouble('refused', 'channel_not_found')
  await open(board).answer(place, { message: said('hello') })
  await allShown()
  expect(titles()).toEqual([])
})
