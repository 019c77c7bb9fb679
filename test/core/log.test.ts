import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { createLog } from '../../core/log.ts'

const secret = 'open-sesame'

function logOf(level = 'info') {
  const lines: string[] = []
  const redact = (text: string) => text.replaceAll(secret, '[redacted]')
  return { lines, log: createLog({ level, redact, write: (line) => void lines.push(line) }) }
}

test('a line is JSON with its level in words, the time and the fields', () => {
  const { lines, log } = logOf()
  log.child({ delivery: 'd1' }).info({ deployment: 7 }, 'took the head of the lane')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/\}\n$/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    delivery: 'd1',
    deployment: 7,
    msg: 'took the head of the lane',
  })
})

test('a secret leaves in no field, message, child, error or cause', () => {
  const { lines, log } = logOf()
  const error = new Error(`refused ${secret}`, { cause: new Error(`because of ${secret}`) })
  log
    .child({ where: `redis://:${secret}@host` })
    .warn({ err: error, deep: [{ token: secret }], [secret]: 1 }, `said ${secret}`)
  expect(lines.join('')).not.toContain(secret)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'said [redacted]',
    deep: [{ token: '[redacted]' }],
    err: { message: 'refused [redacted]', cause: { message: 'because of [redacted]' } },
  })
})

test('what a client hangs on its errors stays out', () => {
  const { lines, log } = logOf()
  const error = Object.assign(new Error('401'), { code: 'EAUTH', request: { headers: { authorization: 'Basic x' } } })
  log.error({ err: error }, 'GitHub refused')
  expect(JSON.parse(lines[0] ?? '').err).toEqual({
    type: 'Error',
    message: '401',
    code: 'EAUTH',
    stack: expect.stringContaining('log.test.ts'),
  })
})

test('lines below the level are not written', () => {
  const { lines, log } = logOf('warn')
  log.info('quiet')
  expect(lines).toEqual([])
})

test('it goes to stderr, and a process that ends at once has written all of it', () => {
  const program = `
    import { createLog } from './core/log.ts'
    const log = createLog({ level: 'info', redact: (text) => text })
    for (let line = 0; line < 500; line += 1) log.info({ line }, 'x'.repeat(200))
    process.exit(3)
  `
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    encoding: 'utf8',
    cwd: `${import.meta.dirname}/../..`,
  })
  expect(run.status).toBe(3)
  expect(run.stdout).toBe('')
  expect(run.stderr.trim().split('\n')).toHaveLength(500)
})
