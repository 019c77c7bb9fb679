import { expect, test } from '@jest/globals'
import {
  isAppName,
  isEnvironment,
  isHost,
  isRef,
  isReservedTask,
  isTask,
  isUsableAppName,
} from '../../../core/commands/patterns.ts'

test.each(['main', 'fix#42', 'release/1.2.3', 'a@b', 'v1.0+build=7', 'a'.repeat(244), '3f2a9c1'])(
  '%s is a ref',
  (ref) => {
    expect(isRef(ref)).toBe(true)
  },
)

test.each(['main\n', '', '-x', '.x', '/x', 'x/', 'x.', 'x/.y', 'x.lock/y', 'a'.repeat(245), 'a b', 'a:b', 'a~1'])(
  '%p is no ref',
  (ref) => {
    expect(isRef(ref)).toBe(false)
  },
)

test.each(['web1', 'web/1', '10.0.0.1', 'a-b.example'])('%s is a host', (host) => expect(isHost(host)).toBe(true))

test.each(['web1\n', '-web', 'web-', '', 'a/../b', 'a//b', '/a', 'a b', 'a;b', 'a'.repeat(254)])(
  '%p is no host',
  (host) => {
    expect(isHost(host)).toBe(false)
  },
)

test.each(['deploy', 'deploy:migrations', 'deploy:db:seed_all'])('%s is a task', (task) =>
  expect(isTask(task)).toBe(true),
)

test.each(['deploy:', 'x; deploy', 'deploy:x; id', 'deploy:-x', 'Deploy', 'deploy\n', `deploy:${'x'.repeat(100)}`])(
  '%p is no task',
  (task) => expect(isTask(task)).toBe(false),
)

test('reserved tasks are reserved with whatever follows', () => {
  expect(['deploy:lock', 'deploy:auto:enable', 'deploy:version'].every(isReservedTask)).toBe(true)
  expect(['deploy', 'deploy:locksmith', 'deploy:automate'].some(isReservedTask)).toBe(false)
})

test('names of built-in properties can be typed, and name nothing', () => {
  expect(['constructor', '__proto__', 'toString'].every(isAppName)).toBe(true)
  expect(['constructor', '__proto__', 'toString'].some(isUsableAppName)).toBe(false)
  expect(isEnvironment('constructor')).toBe(false)
})
