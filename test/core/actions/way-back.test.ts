import { expect, test } from '@jest/globals'
import { type Ran, ranWell, wayBack } from '../../../core/actions/rollback/way-back.ts'

/** `A1 B2! A3>1 A4*`: commit A as #1, B as #2 which failed, #3 which rolled back to #1, a task of its own as #4. Oldest first. */
function history(text: string): Ran[] {
  const rows = text
    .split(' ')
    .filter(Boolean)
    .map((row) => {
      const [, sha = '', id = '', to, mark] = /^([A-Z])(\d+)(?:>(\d+))?([!?~*])?$/.exec(row) ?? []
      const state: Ran['state'] =
        ({ '!': 'failure', '?': 'in_progress', '~': 'error' } as const)[mark ?? ''] ?? 'success'
      return {
        id: Number(id),
        ref: 'main',
        sha,
        state,
        ...(state === 'success' && mark !== '*' && { live: { sha } }),
        // `~` was refused before it started.
        ...(mark !== '~' && { startedAt: 1 }),
        ...(to !== undefined && { rollback: { to: Number(to), previous: {} } }),
      }
    })
  return rows.toReversed()
}

test.each([
  // history            goes to  takes back
  ['A1 B2', 'A1', 'B2'],
  ['A1 B2 C3', 'B2', 'C3'],
  ['A1', undefined, 'A1'],
  ['', undefined, ''],
  // What failed last has left half of itself: back to what ran well before it.
  ['A1 B2!', 'A1', 'B2'],
  ['A1 B2! C3!', 'A1', 'C3'],
  ['A1 B2 C3!', 'B2', 'C3'],
  // A failure that something newer has replaced counts no more.
  ['A1 B2! C3', 'A1', 'C3'],
  // What never started has changed nothing.
  ['A1 B2 C3~', 'A1', 'B2'],
  // A task that put nothing in place is nothing to go back to, nor past.
  ['A1 B2 B3* C4*', 'A1', 'B2'],
  // What runs now will have ended when the rollback's turn comes.
  ['A1 B2 C3?', 'B2', 'C3'],
  // The same commit twice is no way back.
  ['A1 B2 B3', 'A1', 'B3 B2'],
  // A rollback again goes further back, not forth to what was rolled back.
  ['A1 B2 C3 B4>2', 'A1', 'B2'],
  ['A1 B2 C3 B4>2 A5>1', undefined, 'A1'],
  ['A1 B2 A3>1 C4', 'A1', 'C4'],
  // A rollback that failed is a failure like any other.
  ['A1 B2 A3>1!', 'B2', 'A3'],
])('after %p a rollback goes to %p', (text, to, undoes) => {
  const named = ({ sha, id }: Ran) => `${sha}${id}`
  const way = wayBack(history(text))
  expect(way.to && named(way.to)).toBe(to)
  expect(way.undoes.map(named).join(' ')).toBe(undoes)
})

test('what ran well and was taken back is not there any more', () => {
  expect(ranWell(history('A1 B2 C3! D4 B5>2')).map(({ id }) => id)).toEqual([1, 2])
})
