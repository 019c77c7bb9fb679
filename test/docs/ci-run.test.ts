import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

let dir = ''

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'slipway-ci-'))
  mkdirSync(join(dir, '.ci'))
  cpSync(join(import.meta.dirname, '../../.ci/run'), join(dir, '.ci/run'))
  // Stands where npm stands: `npm test` inside of `npm test` would never end.
  const npm = '#!/bin/sh\n[ "$1" = ci ] && exit "$CI_CODE"\nprintf "$TEST_SAYS" >&2\nexit "$TEST_CODE"\n'
  writeFileSync(join(dir, 'npm'), npm)
  chmodSync(join(dir, 'npm'), 0o755)
  // So that nothing is installed on a machine that lacks them.
  for (const name of ['cap', 'bundle', 'ssh-agent', 'sshd'])
    writeFileSync(join(dir, name), '#!/bin/sh\n', { mode: 0o755 })
})

afterAll(() => rmSync(dir, { recursive: true }))

const summary = (suites: string, tests: string) => `Test Suites: ${suites}, 9 total\nTests:       ${tests}, 40 total\n`

test.each([
  // npm ci, npm test, what jest says                                              the last line, the exit code
  [0, 0, summary('9 passed', '40 passed'), '40 passed, 0 failed', 0],
  [0, 1, summary('1 failed, 8 passed', '2 failed, 1 skipped, 37 passed'), '37 passed, 2 failed', 1],
  [0, 1, summary('1 failed, 8 passed', '38 passed'), '38 passed, 1 failed', 1], // a file that does not load
  [0, 2, 'core/log.ts(1,1): error TS1005\n', '0 passed, 1 failed', 2], // types
  [1, 0, '', '0 passed, 1 failed', 1], // npm ci
])('npm ci ends with %d, npm test with %d and %j: %s', (ci, code, says, line, exit) => {
  const ran = spawnSync(join(dir, '.ci/run'), {
    encoding: 'utf8',
    env: {
      PATH: `${dir}:${process.env['PATH']}`,
      CI_CODE: String(ci),
      TEST_CODE: String(code),
      TEST_SAYS: says,
      // Given, so that nobody has to look for servers.
      TEST_REDIS_URL: 'redis://127.0.0.1:1',
      TEST_DATABASE_URL: 'postgres://127.0.0.1:1/none',
    },
  })
  expect(ran.stdout.trimEnd().split('\n').at(-1)).toBe(line)
  expect(ran.status).toBe(exit)
})
