import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parseDuration } from '../../core/apps/duration.ts'
import { type Variable, variables } from '../../core/config/variables.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const compose = read('docker-compose.yml')

const table: readonly Variable[] = variables
const known = new Set(table.flatMap(({ name, also = [] }) => [name, ...also]).flatMap((name) => [name, `${name}_FILE`]))

/** One service of the compose file, by its indentation. */
function service(name: string): string {
  const [, body] = new RegExp(`^  ${name}:\n((?:    .*\n|\n)+)`, 'm').exec(compose) ?? []
  if (body === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
  return body
}

describe('docker-compose.yml', () => {
  test('has Redis keep what was answered', () => {
    expect(service('redis')).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction')
    expect(service('redis')).toContain('- redis:/data')
  })

  test.each(['server', 'worker', 'chat'])('runs the role %s by its own command, on the config folder', (role) => {
    expect(service(role)).toContain(`command: start ${role}\n`)
    expect(service(role)).toContain('- *config\n')
  })

  test('publishes a port of the server alone', () => {
    expect(service('server')).toContain('ports:')
    for (const other of ['redis', 'worker', 'chat']) expect(service(other)).not.toContain('ports:')
  })

  test('gives the worker longer to stop than its deployments get to end', () => {
    const [, grace] = /SHUTDOWN_GRACE: (\w+)/.exec(service('worker')) ?? []
    const [, period] = /stop_grace_period: (\w+)/.exec(service('worker')) ?? []
    expect(parseDuration(period ?? '')).toBeGreaterThan(parseDuration(grace ?? '') ?? Number.POSITIVE_INFINITY)
  })

  test('uses each secret that it names, from a file', () => {
    const [, section = ''] = compose.split(/^secrets:$/m)
    const named = [...section.matchAll(/^  (\w+):\n    file: /gm)].map(([, name]) => name)
    expect(named).toHaveLength(3)
    for (const name of named) {
      expect(compose).toContain(`- ${name}\n`)
      expect(compose).toContain(`/run/secrets/${name}\n`)
    }
  })

  test('is written with blanks, an even number of them', () => {
    expect(compose.split('\n').filter((line) => /^\s*\t|^(?: {2})* \S/.test(line))).toEqual([])
  })

  test('sets no variable that Slipway does not read', () => {
    const set = [...compose.matchAll(/^ +([A-Z][A-Z_]+): /gm)].map(([, name]) => name)
    expect(set.length).toBeGreaterThan(5)
    expect(set.filter((name) => !known.has(name ?? ''))).toEqual([])
  })
})

describe('.env.example', () => {
  const set = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name ?? '')

  test('sets no variable that Slipway does not read', () => {
    expect(set.filter((name) => !known.has(name))).toEqual([])
  })

  test('has every variable that the compose file takes from it', () => {
    const taken = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? '')
    expect(taken.filter((name) => !set.includes(name))).toEqual([])
  })
})

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile')

  test('ends as a user who is not root, listening for others, with its data in a volume', () => {
    const last = dockerfile.split(/^FROM /m).at(-1) ?? ''
    for (const line of [
      'USER node',
      'HOST=0.0.0.0',
      'DATA_DIR=/data',
      'VOLUME /data',
      'STOPSIGNAL SIGTERM',
      'CMD ["start"]',
    ])
      expect(last).toContain(line)
  })

  test('copies nothing that .dockerignore keeps out', () => {
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from = '']) => from.split(' '))
    expect(copied).toContain('package-lock.json')
    expect(
      copied.filter((file) => file !== '.' && !kept.some((one) => file === one || file.startsWith(`${one}/`))),
    ).toEqual([])
  })
})
