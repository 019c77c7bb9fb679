import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Engine, JsonText, Later, type QueuedJob } from '../../../core/engine/engine.ts'
import { LogGap } from '../../../core/engine/errors.ts'

/** How the suite gets at one kind of engine. Each `open` of a kind sees what the others stored. */
export interface Subject {
  open(): Promise<Engine>
  /** Whether several may be open at once. */
  readonly shared: boolean
  clean(): Promise<void>
}

/** What every engine does alike. */
export function describeEngine(name: string, subject: Subject): void {
  describe(`the ${name} engine`, () => {
    let engine: Engine

    beforeAll(async () => {
      engine = await subject.open()
    }, 60_000)

    afterAll(async () => {
      await engine.close()
      await subject.clean()
    })

    test('answers a ping and says in sentences what makes it less durable', async () => {
      await engine.ping()
      for (const sentence of await engine.warnings()) expect(sentence).toMatch(/^[A-Z].*set /)
    })

    describe('store', () => {
      test('gives back what was put, whatever JSON it is', async () => {
        const values = [null, true, 0, -1.5, '', 'a\u0000b', '\ud800', 'ä€😀', [], { b: 1, a: [{}] }]
        for (const [index, value] of values.entries()) {
          const version = await engine.store.put(`json/${index}`, value)
          expect(await engine.store.get(`json/${index}`)).toEqual({ key: `json/${index}`, value, version })
        }
        expect(JSON.stringify((await engine.store.get('json/9'))?.value)).toBe('{"b":1,"a":[{}]}')
      })

      test('has nothing under a key never put', async () => {
        expect(await engine.store.get('never')).toBeUndefined()
        expect(await engine.store.delete('never')).toBe(false)
      })

      test('overwrites without a condition, with a greater version', async () => {
        const first = await engine.store.put('plain', 1)
        const second = await engine.store.put('plain', 2)
        expect(second).toBeGreaterThan(first ?? Infinity)
        expect((await engine.store.get('plain'))?.value).toBe(2)
      })

      test('puts if absent only once', async () => {
        expect(await engine.store.put('once', 1, { if: 'absent' })).toEqual(expect.any(Number))
        expect(await engine.store.put('once', 2, { if: 'absent' })).toBeUndefined()
        expect((await engine.store.get('once'))?.value).toBe(1)
      })

      test('of many who put if absent at once, one wins', async () => {
        const tries = Array.from({ length: 20 }, (_, who) => engine.store.put('race', who, { if: 'absent' }))
        const won = (await Promise.all(tries)).filter((version) => version !== undefined)
        expect(won).toHaveLength(1)
      })

      test('puts if version only over that version', async () => {
        const first = (await engine.store.put('versioned', 1)) ?? 0
        const second = (await engine.store.put('versioned', 2, { if: first })) ?? 0
        expect(await engine.store.put('versioned', 3, { if: first })).toBeUndefined()
        expect(await engine.store.put('versioned-not-there', 3, { if: second })).toBeUndefined()
        expect((await engine.store.get('versioned'))?.value).toBe(2)
      })

      test('of many who put over the same version at once, one wins', async () => {
        const version = (await engine.store.put('race-over', 0)) ?? 0
        const tries = Array.from({ length: 20 }, (_, who) => engine.store.put('race-over', who, { if: version }))
        expect((await Promise.all(tries)).filter((won) => won !== undefined)).toHaveLength(1)
      })

      test('deletes, with a version only that one', async () => {
        const version = (await engine.store.put('gone', 1)) ?? 0
        expect(await engine.store.delete('gone', { if: version + 1_000_000 })).toBe(false)
        expect(await engine.store.delete('gone', { if: version })).toBe(true)
        expect(await engine.store.delete('gone')).toBe(false)
        expect(await engine.store.get('gone')).toBeUndefined()
        expect(await engine.store.list('gone')).toEqual([])
      })

      test('what has expired is gone for every operation', async () => {
        const version = (await engine.store.put('lease/a', 'mine', { expiresInMs: 20 })) ?? 0
        await until(async () => (await engine.store.get('lease/a')) === undefined)
        expect(await engine.store.list('lease/')).toEqual([])
        expect(await engine.store.put('lease/a', 'renewed', { if: version, expiresInMs: 1_000 })).toBeUndefined()
        expect(await engine.store.delete('lease/a')).toBe(false)
      })

      test('an expired and re-made key never has the version it had', async () => {
        const mine = (await engine.store.put('lease/b', 'mine', { expiresInMs: 20 })) ?? 0
        await until(async () => (await engine.store.get('lease/b')) === undefined)
        const theirs = await engine.store.put('lease/b', 'theirs', { if: 'absent', expiresInMs: 60_000 })
        expect(theirs).toBeGreaterThan(mine)
        expect(await engine.store.put('lease/b', 'mine again', { if: mine })).toBeUndefined()
        expect(await engine.store.delete('lease/b', { if: mine })).toBe(false)
      })

      test('a later put moves the expiry, one without lifts it', async () => {
        await engine.store.put('lease/c', 1, { expiresInMs: 30 })
        const version = await engine.store.put('lease/c', 2, { expiresInMs: 60_000 })
        await engine.store.put('lease/d', 1, { expiresInMs: 30 })
        await engine.store.put('lease/d', 2)
        await engine.store.put('lease/marker', 1, { expiresInMs: 40 })
        await until(async () => (await engine.store.get('lease/marker')) === undefined)
        expect((await engine.store.get('lease/c'))?.version).toBe(version)
        expect((await engine.store.get('lease/d'))?.value).toBe(2)
      })

      test('lists a prefix in byte order, in pages', async () => {
        const keys = ['list/B', 'list/a', 'list/a-b', 'list/a/b', 'list/a1', 'list/~', 'list/_']
        for (const key of keys) await engine.store.put(key, key)
        await engine.store.put('lisu', 1)
        await engine.store.put('list', 1)
        const sorted = keys.toSorted()
        expect(await keysOf(engine.store.list('list/'))).toEqual(sorted)
        expect(await keysOf(engine.store.list('list/a'))).toEqual(['list/a', 'list/a-b', 'list/a/b', 'list/a1'])
        expect(await keysOf(engine.store.list('list/', { limit: 3 }))).toEqual(sorted.slice(0, 3))
        expect(await keysOf(engine.store.list('list/', { after: sorted[2] ?? '', limit: 3 }))).toEqual(
          sorted.slice(3, 6),
        )
        expect(await engine.store.list('list/', { after: 'list/~' })).toEqual([])
        expect(await keysOf(engine.store.list('list/', { after: 'a' }))).toEqual(sorted)
      })

      test('a page is full although expired keys stand between the living', async () => {
        for (let n = 10; n < 30; n++) await engine.store.put(`page/${n}`, n, n % 2 ? {} : { expiresInMs: 10 })
        await until(async () => (await engine.store.get('page/28')) === undefined)
        expect(await keysOf(engine.store.list('page/', { limit: 4 }))).toEqual([
          'page/11',
          'page/13',
          'page/15',
          'page/17',
        ])
      })

      test('a prefix with pattern characters is only text', async () => {
        await engine.store.put('p_%*[x', 1)
        await engine.store.put('pa%bcx', 1)
        expect(await keysOf(engine.store.list('p_%*['))).toEqual(['p_%*[x'])
      })
    })

    describe('sorted sets', () => {
      test('range by score, then by bytes of the member', async () => {
        const { sorted } = engine.store
        for (const [member, score] of [
          ['b', 2],
          ['B', 2],
          ['c', 1],
          ['a', 10.5],
          ['z', -3],
        ] as const) {
          await sorted.add('order', member, score)
        }
        await sorted.add('another', 'x', 1)
        const order = [
          ['z', -3],
          ['c', 1],
          ['B', 2],
          ['b', 2],
          ['a', 10.5],
        ].map(([member, score]) => ({ member, score }))
        expect(await sorted.range('order')).toEqual(order)
        expect(await sorted.range('order', { reverse: true })).toEqual(order.toReversed())
        expect(await sorted.range('order', { min: 1, max: 2 })).toEqual(order.slice(1, 4))
        expect(await sorted.range('order', { min: 2, limit: 2 })).toEqual(order.slice(2, 4))
        expect(await sorted.range('order', { max: 2, limit: 1, reverse: true })).toEqual([order[3]])
        expect(await sorted.range('nothing')).toEqual([])
      })

      test('adding again moves, removing removes once', async () => {
        const { sorted } = engine.store
        await sorted.add('moved', 'a', 1)
        await sorted.add('moved', 'a', 1_795_257_131_352)
        expect(await sorted.range('moved')).toEqual([{ member: 'a', score: 1_795_257_131_352 }])
        expect(await sorted.remove('moved', 'a')).toBe(true)
        expect(await sorted.remove('moved', 'a')).toBe(false)
        expect(await sorted.range('moved')).toEqual([])
      })
    })

    describe('logs', () => {
      test('are read from any offset, by whoever comes late', async () => {
        const { logs } = engine.store
        expect(await logs.read('run', 0)).toEqual({ text: '', next: 0 })
        expect(await logs.append('run', 0, 'first\n')).toBe(6)
        expect(await logs.append('run', 6, 'second\n')).toBe(13)
        expect(await logs.read('run', 0)).toEqual({ text: 'first\nsecond\n', next: 13 })
        expect(await logs.read('run', 4, 5)).toEqual({ text: 't\nsec', next: 9 })
        expect(await logs.read('run', 13)).toEqual({ text: '', next: 13 })
        expect(await logs.size('run')).toBe(13)
      })

      test('the same write again changes nothing, nor does it in other pieces', async () => {
        const { logs } = engine.store
        await logs.append('again', 0, 'abc')
        await logs.append('again', 3, 'def')
        expect(await logs.append('again', 3, 'def')).toBe(6)
        expect(await logs.append('again', 0, 'abc')).toBe(3)
        expect(await logs.append('again', 3, 'defghi')).toBe(9)
        expect(await logs.append('again', 9, '')).toBe(9)
        expect(await logs.read('again', 0)).toEqual({ text: 'abcdefghi', next: 9 })
      })

      test('never cut a character in two', async () => {
        const { logs } = engine.store
        const text = 'aä€😀'.repeat(40)
        await logs.append('characters', 0, text)
        for (const limit of [1, 5, 6, 7, 8, 9]) {
          let read = ''
          for (let at = 0; ; ) {
            const chunk = await logs.read('characters', at, limit)
            if (chunk.text === '') break
            read += chunk.text
            at = chunk.next
          }
          expect(read).toBe(text)
        }
        expect((await logs.read('characters', 2, 8)).text).toBe('€😀')
      })

      test('hold NUL and what is not quite text', async () => {
        const { logs } = engine.store
        expect(await logs.append('nul', 0, 'a\u0000b\ud800\ufeff')).toBe(9)
        expect((await logs.read('nul', 0)).text).toBe('a\u0000b\ufffd\ufeff')
      })

      test('of some megabytes are whole, and read in the middle', async () => {
        const { logs } = engine.store
        const line = `${'0123456789'.repeat(70_000)}€`
        let size = 0
        for (let n = 0; n < 5; n++) size = await logs.append('long', size, line)
        expect(await logs.size('long')).toBe(5 * 700_003)
        expect(await logs.read('long', 700_003 + 262_100, 200)).toEqual({
          text: '0123456789'.repeat(20),
          next: 700_003 + 262_300,
        })
        let read = ''
        for (let at = 0; at < size; ) {
          const chunk = await logs.read('long', at)
          read += chunk.text
          at = chunk.next
        }
        expect(read === line.repeat(5)).toBe(true)
      })

      test('cannot be written behind their end', async () => {
        await engine.store.logs.append('gap', 0, 'abc')
        await expect(engine.store.logs.append('gap', 5, 'x')).rejects.toThrow(LogGap)
        expect(await engine.store.logs.size('gap')).toBe(3)
      })

      test('are deleted whole and can begin again', async () => {
        const { logs } = engine.store
        await logs.append('deleted', 0, 'x'.repeat(600_000))
        await logs.delete('deleted')
        expect(await logs.size('deleted')).toBe(0)
        expect(await logs.read('deleted', 0)).toEqual({ text: '', next: 0 })
        expect(await logs.append('deleted', 0, 'new')).toBe(3)
        expect((await logs.read('deleted', 0)).text).toBe('new')
      })
    })

    describe('queues', () => {
      const closing: { close(): Promise<void> }[] = []
      afterEach(async () => {
        for (const one of closing.splice(0)) await one.close()
      })

      /** Works the queue until the test ends; what it was given comes out of `next`. */
      async function working(
        queue: Engine['queues']['events'],
        handler: (job: QueuedJob) => Promise<void> = async () => {},
        concurrency = 1,
      ) {
        const seen = feed<QueuedJob>()
        const handle = async (job: QueuedJob) => {
          seen.push(job)
          await handler(job)
        }
        closing.push(await queue.work(handle, { concurrency }))
        return seen
      }

      test('carry out a job with its id and data, whatever they are', async () => {
        const { events } = engine.queues
        const ids = ['plain', '123', '0:1', 'a:b:c:d', 'ä/😀 %', '']
        const data = { b: ['\u0000', { deep: null }], a: 'ä€😀' }
        for (const id of ids) expect(await events.add(id, data)).toBe('added')
        expect(await events.liveIds()).toEqual(new Set(ids))
        const seen = await working(events)
        for (const id of ids) expect(await seen.next()).toEqual({ id, data, attempt: 1 })
        await until(async () => (await events.liveIds()).size === 0)
      })

      test('carry out a job that was queued as JSON text', async () => {
        await engine.queues.events.add('text', new JsonText('{ "b": "\\u0000ä", "a": [1.0] }'))
        const seen = await working(engine.queues.events)
        expect(await seen.next()).toEqual({ id: 'text', data: { b: '\u0000ä', a: [1] }, attempt: 1 })
        await until(async () => (await engine.queues.events.liveIds()).size === 0)
      })

      test('know the id of an event when it waits, when it is worked on and when it is done', async () => {
        const { events } = engine.queues
        const gate = feed<void>()
        expect(await events.add('known', 1)).toBe('added')
        expect(await events.add('known', 2)).toBe('duplicate')
        const seen = await working(events, () => gate.next())
        expect((await seen.next()).data).toBe(1)
        expect(await events.add('known', 3)).toBe('duplicate')
        gate.push()
        await until(async () => !(await events.liveIds()).has('known'))
        expect(await events.add('known', 4)).toBe('duplicate')
        await events.add('known-end', 5)
        expect((await seen.next()).id).toBe('known-end')
        gate.push()
      })

      test('of many adds of one id at once, one adds', async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, () => engine.queues.chat.add('burst', 1)))
        expect(answers.filter((answer) => answer === 'added')).toHaveLength(1)
        const seen = await working(engine.queues.chat)
        expect((await seen.next()).id).toBe('burst')
        await until(async () => (await engine.queues.chat.liveIds()).size === 0)
      })

      test('forget the id of a deployment when it ends, well or not', async () => {
        const { deployments } = engine.queues
        const seen = await working(deployments, async ({ data }) => {
          if (data === 'bad') throw new Error('it went wrong')
        })
        for (const data of ['good', 'bad', 'good']) {
          expect(await deployments.add('again', data)).toBe('added')
          expect(await seen.next()).toEqual({ id: 'again', data, attempt: 1 })
          await until(async () => !(await deployments.liveIds()).has('again'))
        }
      })

      test('try an event again until it is done, and a deployment once', async () => {
        const failing = async ({ attempt }: QueuedJob) => {
          if (attempt < 3) throw new Error('not yet')
        }
        const events = await working(engine.queues.events, failing)
        const deployments = await working(engine.queues.deployments, failing)
        await engine.queues.events.add('tried', 1)
        await engine.queues.deployments.add('tried', 1)
        expect((await deployments.next()).attempt).toBe(1)
        expect((await events.next()).attempt).toBe(1)
        expect((await events.next()).attempt).toBe(2)
        expect((await events.next()).attempt).toBe(3)
        await until(async () => (await engine.queues.events.liveIds()).size === 0)
        expect(await engine.queues.deployments.liveIds()).toEqual(new Set())
        expect(deployments.waiting()).toBe(0)
      })

      test('take Later for a delay, not for a failure', async () => {
        let times = 0
        const seen = await working(engine.queues.deployments, async () => {
          if (++times < 3) throw new Later(30, 'not now')
        })
        await engine.queues.deployments.add('later', 1)
        for (let n = 0; n < 3; n++) expect((await seen.next()).attempt).toBe(1)
        await until(async () => (await engine.queues.deployments.liveIds()).size === 0)
      })

      test('let others go on while an event waits for its next try', async () => {
        const seen = await working(engine.queues.events, async ({ id }) => {
          if (id === 'waiting') throw new Later(60_000, 'not now')
        })
        await engine.queues.events.add('waiting', 1)
        await engine.queues.events.add('going', 1)
        expect((await seen.next()).id).toBe('waiting')
        expect((await seen.next()).id).toBe('going')
        await until(async () => (await engine.queues.events.liveIds()).size === 1)
        expect(await engine.queues.events.liveIds()).toEqual(new Set(['waiting']))
      })

      test('keep chat in order, although one message fails at first', async () => {
        let limited = 0
        const seen = await working(engine.queues.chat, async ({ id, attempt }) => {
          if (id === 'm2' && attempt === 1) throw new Error('chat is down')
          if (id === 'm3' && limited++ === 0) throw new Later(20, 'chat is limiting')
        })
        for (const id of ['m1', 'm2', 'm3', 'm4']) await engine.queues.chat.add(id, id)
        const order: string[] = []
        while (order.length < 6) order.push((await seen.next()).id)
        expect(order).toEqual(['m1', 'm2', 'm2', 'm3', 'm3', 'm4'])
      })

      test('give a message back as the next one when chat closes while it waits for its next try', async () => {
        const { chat } = engine.queues
        const failing = feed<string>()
        const consumer = await chat.work(
          async ({ id }) => {
            failing.push(id)
            throw new Later(60_000, 'chat is down')
          },
          { concurrency: 1 },
        )
        for (const id of ['g1', 'g2', 'g3']) await chat.add(id, id)
        expect(await failing.next()).toBe('g1')
        await consumer.close()
        const seen = await working(chat)
        expect([(await seen.next()).id, (await seen.next()).id, (await seen.next()).id]).toEqual(['g1', 'g2', 'g3'])
      })

      test('start a delayed job when its time has come, and know its id before', async () => {
        const { deployments } = engine.queues
        const seen = await working(deployments)
        const before = Date.now()
        await deployments.add('delayed', 1, { delayMs: 1_000 })
        expect(await deployments.add('delayed', 1)).toBe('duplicate')
        expect(await deployments.liveIds()).toEqual(new Set(['delayed']))
        expect((await seen.next()).id).toBe('delayed')
        expect(Date.now() - before).toBeGreaterThanOrEqual(995)
      })

      test('run as many jobs side by side as asked for', async () => {
        const gate = feed<void>()
        const seen = await working(engine.queues.deployments, () => gate.next(), 3)
        for (let n = 0; n < 5; n++) await engine.queues.deployments.add(`side-${n}`, n)
        for (let n = 0; n < 3; n++) await seen.next()
        await engine.ping()
        expect(seen.waiting()).toBe(0)
        for (let n = 0; n < 5; n++) gate.push()
        for (let n = 3; n < 5; n++) await seen.next()
        await until(async () => (await engine.queues.deployments.liveIds()).size === 0)
      })

      test('wait for the job under way when a consumer closes, and take no other', async () => {
        const { deployments } = engine.queues
        const gate = feed<void>()
        const started = feed<string>()
        let ended = false
        const consumer = await deployments.work(
          async ({ id }) => {
            started.push(id)
            await gate.next()
            ended = true
          },
          { concurrency: 1 },
        )
        await deployments.add('under-way', 1)
        expect(await started.next()).toBe('under-way')
        await deployments.add('not-taken', 1)
        const closed = consumer.close()
        gate.push()
        await closed
        expect(ended).toBe(true)
        expect(await deployments.liveIds()).toEqual(new Set(['not-taken']))
        const seen = await working(deployments)
        expect((await seen.next()).id).toBe('not-taken')
      })
    })

    test('everything is still there after a restart, unfinished jobs too', async () => {
      const version = await engine.store.put('kept/entry', { a: 1 })
      await engine.store.sorted.add('kept', 'member', 4)
      await engine.store.logs.append('kept', 0, 'text')
      await engine.queues.events.add('kept', { b: 2 })
      await engine.queues.deployments.add('kept-delayed', 1, { delayMs: 200 })
      await engine.close()

      engine = await subject.open()
      expect(await engine.store.get('kept/entry')).toEqual({ key: 'kept/entry', value: { a: 1 }, version })
      expect(await engine.store.put('kept/other', 1)).toBeGreaterThan(version ?? Infinity)
      expect(await engine.store.sorted.range('kept')).toEqual([{ member: 'member', score: 4 }])
      expect((await engine.store.logs.read('kept', 0)).text).toBe('text')
      expect(await engine.queues.events.add('kept', 1)).toBe('duplicate')
      const seen = feed<string>()
      const consumers = [
        await engine.queues.events.work(async ({ id, data }) => seen.push(`${id} ${JSON.stringify(data)}`), alone),
        await engine.queues.deployments.work(async ({ id }) => seen.push(id), alone),
      ]
      expect([await seen.next(), await seen.next()]).toEqual(['kept {"b":2}', 'kept-delayed'])
      for (const consumer of consumers) await consumer.close()
    })

    if (!subject.shared) return

    test('several engines see and wake each other, and each job goes to one of them', async () => {
      const other = await subject.open()
      try {
        const version = await engine.store.put('seen', 1)
        expect((await other.store.get('seen'))?.version).toBe(version)
        const races = Array.from({ length: 10 }, (_, n) =>
          (n % 2 ? engine : other).store.put('seen/race', n, { if: 'absent' }),
        )
        expect((await Promise.all(races)).filter((won) => won !== undefined)).toHaveLength(1)

        const seen = feed<string>()
        await other.queues.deployments.work(async ({ id }) => seen.push(id), { concurrency: 4 })
        await engine.queues.deployments.work(async ({ id }) => seen.push(id), { concurrency: 4 })
        const ids = Array.from({ length: 30 }, (_, n) => `seen-${n}`)
        const adds = ids.flatMap((id) => [engine.queues.events.add(id, 1), other.queues.events.add(id, 1)])
        expect((await Promise.all(adds)).filter((answer) => answer === 'added')).toHaveLength(30)
        for (const id of ids) await engine.queues.deployments.add(id, 1)
        const ran: string[] = []
        while (ran.length < 30) ran.push(await seen.next())
        expect(ran.toSorted()).toEqual(ids.toSorted())
      } finally {
        await other.close()
      }
    })
  })
}

const alone = { concurrency: 1 }

const keysOf = async (entries: ReturnType<Engine['store']['list']>) => (await entries).map(({ key }) => key)

/** Asks until it is so; the test's own time limit ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Items in the order they were pushed; `next` waits for the next one. */
function feed<Item>() {
  const items: Item[] = []
  const takers: ((item: Item) => void)[] = []
  return {
    push(item: Item): void {
      const taker = takers.shift()
      if (taker) taker(item)
      else items.push(item)
    },
    next: (): Promise<Item> =>
      new Promise((resolve) => {
        if (items.length > 0) resolve(items.shift() as Item)
        else takers.push(resolve)
      }),
    waiting: () => items.length,
  }
}
