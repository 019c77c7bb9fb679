import { setImmediate as settled } from 'node:timers/promises'
import { beforeEach, expect, test } from '@jest/globals'
import type { Priority } from '../../../core/github/github.ts'
import { createPace, publicContentLimits, type ContentLimit, type Pace } from '../../../core/github/pace.ts'
import { createSchedule, type Schedule } from '../../../core/github/schedule.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'

let clock: FakeClock
let pace: Pace
let schedule: Schedule
let started: string[]
let finish: (() => void)[]

beforeEach(() => begin([]))

function begin(limits: readonly ContentLimit[]): void {
  clock = fakeClock()
  pace = createPace(limits)
  schedule = createSchedule(pace, clock)
  started = []
  finish = []
}

/** An errand that runs until the test ends it. */
const long = (priority: Priority, name: string) =>
  schedule.run({ priority, allowance: 'rest', creates: false }, () => {
    started.push(name)
    return new Promise<string>((done) => finish.push(() => done(name)))
  })

const quick = (priority: Priority, name: string, creates: boolean) =>
  schedule.run({ priority, allowance: 'rest', creates }, async () => {
    started.push(name)
    return name
  })

test('eight at a time; then people before statuses before the reconcile, each in order', async () => {
  const eight = Array.from({ length: 8 }, (_, i) => long('reconcile', `first ${i}`))
  const rest = [
    long('reconcile', 'reconcile'),
    long('status', 'status 1'),
    long('person', 'person 1'),
    long('status', 'status 2'),
    long('person', 'person 2'),
  ]
  expect(started).toHaveLength(8)
  for (let i = 0; i < 13; i++) {
    finish[i]?.()
    await settled()
  }
  await Promise.all([...eight, ...rest])
  expect(started.slice(8)).toEqual(['person 1', 'person 2', 'status 1', 'status 2', 'reconcile'])
})

test('one that fails makes room and tells its caller', async () => {
  const failing = schedule.run({ priority: 'person', allowance: 'rest', creates: false }, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await quick('person', 'next', false)).toEqual({ done: 'next' })
})

test('what a person would wait for longer than ten seconds is told at once', async () => {
  pace.holdAll(clock.now() + 30_000)
  expect(await quick('person', 'create', true)).toEqual({ heldMs: 30_000 })
  expect(started).toEqual([])
})

test('a shorter wait is waited for', async () => {
  pace.holdAll(clock.now() + 9_000)
  const create = quick('person', 'create', true)
  clock.pass(8_999)
  expect(started).toEqual([])
  clock.pass(1)
  expect(await create).toEqual({ done: 'create' })
})

test('who is in line when GitHub asks for a longer pause hears of it', async () => {
  const busy = Array.from({ length: 8 }, (_, i) => long('status', `status ${i}`))
  const create = quick('person', 'create', true)
  pace.holdAll(clock.now() + 60_000)
  finish[0]?.()
  expect(await create).toEqual({ heldMs: 60_000 })
  for (const end of finish) end()
  await Promise.all(busy)
})

test('a person does not wait longer than ten seconds for others to end', async () => {
  const busy = Array.from({ length: 8 }, (_, i) => long('status', `status ${i}`))
  const create = quick('person', 'create', true)
  clock.pass(10_000)
  expect(await create).toEqual({ heldMs: 1_000 })
  for (const end of finish) end()
  await Promise.all(busy)
})

test('80 statuses in a minute, the 81st when the minute is over; reads and a person pass it', async () => {
  begin(publicContentLimits)
  await Promise.all(Array.from({ length: 80 }, (_, i) => quick('status', `status ${i}`, true)))
  const late = quick('status', 'late', true)
  await quick('reconcile', 'read', false)
  expect(await quick('person', 'create', true)).toEqual({ heldMs: 60_000 })
  expect(started.at(-1)).toBe('read')
  clock.pass(60_000)
  expect(await late).toEqual({ done: 'late' })
})
