import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { aSandbox } from './a-sandbox.ts'

const { sandbox, checkedOut } = aSandbox()

describe('script/deploy of the sample app', () => {
  test('puts a service in place that outlives it and says the new version', async () => {
    expect(await sandbox().served('staging')).toBe('nothing yet')
    const { sha, run } = await checkedOut('main', 'staging')
    const { exitCode, all } = await run()
    expect(all?.split('\n')).toEqual([
      `Putting webapp ${sha.slice(0, 7)} into staging`,
      '  files are in place',
      `webapp ${sha.slice(0, 7)} answers at ${sandbox().serviceUrl('staging')}`,
    ])
    expect(exitCode).toBe(0)
    expect(await sandbox().served('staging')).toBe(`webapp 1 (${sha.slice(0, 7)}): Hello from the first version`)
    expect(await sandbox().served('production')).toBe('nothing yet')
  })

  test('replaces what ran before', async () => {
    const before = await sandbox().serving('staging')
    await sandbox().command('sandbox commit on main')
    const { sha, run } = await checkedOut('main', 'staging')
    const { all } = await run()
    expect(all).toContain(`stopped ${before?.sha.slice(0, 7)}`)
    const after = await sandbox().serving('staging')
    expect(after).toMatchObject({ sha, version: 2, says: 'The header is blue now' })
    expect(after?.pid).not.toBe(before?.pid)
  })

  test('answers people in a line', async () => {
    const answer = await fetch(sandbox().serviceUrl('staging'))
    expect(await answer.text()).toMatch(/^webapp 2 \([0-9a-f]{7}\): The header is blue now\n$/)
  })

  // A worker finds what a run left behind by its variables, and ends it.
  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('leaves none of its variables in the service', async () => {
    const { pid } = (await sandbox().serving('staging')) ?? {}
    const names = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').map((pair) => pair.split('=')[0])
    expect(names).toContain('SHA')
    expect(names.filter((name) => name?.startsWith('DEPLOY_') || name === 'SLIPWAY_RUN')).toEqual([])
  })

  test('stopped half-way, it leaves running what ran', async () => {
    const before = await sandbox().served('staging')
    await sandbox().command('sandbox commit slow on crawl')
    const running = (await checkedOut('crawl', 'staging')).run()
    await new Promise((resolve) =>
      running.stdout.on('data', (chunk) => String(chunk).includes('warming up') && resolve(chunk)),
    )
    running.kill('SIGTERM')
    expect((await running).signal).toBe('SIGTERM')
    expect(await sandbox().served('staging')).toBe(before)
  })

  test('fails when the new version does not answer, and says what its log says', async () => {
    const port = Number(new URL(sandbox().serviceUrl('production')).port)
    const squatter = createServer((_, response) => response.end('{}'))
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve))
    const { run } = await checkedOut('main', 'production')
    const { exitCode, all } = await run()
    expect(exitCode).toBe(1)
    expect(all).toContain('does not answer')
    expect(all).toContain('EADDRINUSE')
    squatter.closeAllConnections()
    await new Promise((resolve) => squatter.close(resolve))
  })

  test('stops with the sandbox when asked to', async () => {
    await sandbox().stopServices()
    expect(await sandbox().served('staging')).toBe('nothing yet')
  })
})
