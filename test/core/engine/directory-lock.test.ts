import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockDirectory } from '../../../core/engine/directory-lock.ts'
import { DirectoryInUse } from '../../../core/engine/errors.ts'

let directory: string
const lockFile = () => join(directory, 'engine.lock')

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-lock-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('a directory in use is refused with its name, the process and what to do', async () => {
  const unlock = await lockDirectory(directory)
  const refused = await lockDirectory(directory).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(DirectoryInUse)
  expect(String(refused)).toContain(`${directory} is in use by process ${process.pid}. Stop that process first`)
  await unlock()
  await (await lockDirectory(directory))()
  expect(await readdir(directory)).toEqual([])
})

test('a directory that is not there yet is made', async () => {
  const unlock = await lockDirectory(join(directory, 'a', 'b'))
  expect(await readdir(join(directory, 'a', 'b'))).toEqual(['engine.lock'])
  await unlock()
})

test('a process id that is used again by another process does not block', async () => {
  const unlock = await lockDirectory(directory)
  const { pid, started } = JSON.parse(await readFile(lockFile(), 'utf8'))
  await unlock()
  await writeFile(lockFile(), JSON.stringify({ pid, started: `${started}0` }))
  await (await lockDirectory(directory))()
})

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 30, started: 'x' })],
  ['that nobody can read', '{"pid":'],
  ['that is empty', ''],
])('a lock %s does not block', async (_, content) => {
  await writeFile(lockFile(), content)
  await (await lockDirectory(directory))()
})

test('of many who find a dead owner at once, one gets in', async () => {
  await writeFile(lockFile(), JSON.stringify({ pid: 2 ** 30, started: 'x' }))
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => lockDirectory(directory)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a lock that is no longer ours is left alone', async () => {
  const unlock = await lockDirectory(directory)
  await writeFile(lockFile(), 'of somebody else')
  await unlock()
  expect(await readFile(lockFile(), 'utf8')).toBe('of somebody else')
})
