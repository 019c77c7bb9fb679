import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { gate, type HerokuBench, setUpHeroku } from './bench.ts'

let bench: HerokuBench
beforeEach(async () => {
  bench = await setUpHeroku()
})
afterEach(() => bench.tidy())

test('builds exactly the commit, and is live when its release is', async () => {
  const result = await bench.deployed()
  const live = bench.app.current()
  expect(result).toEqual({
    outcome: 'succeeded',
    summary: `${bench.sha.slice(0, 7)} is live on acme-web as v2`,
    live: { sha: bench.sha, handle: { app: 'acme-web', release: live?.id, version: '2' } },
    before: { handle: { app: 'acme-web', release: bench.old.id, version: '1' } },
    url: 'https://acme-web.herokuapp.example/',
  })
})

/** GitHub gives out no link to a private repository. */
function keepPrivate(): void {
  bench.github.archive = async () => undefined
}

test('sends version and key with every call of the API, and the key to no link', async () => {
  keepPrivate()
  await bench.deployed()
  for (const { path, headers } of bench.platform.journal) {
    if (/^\/(streams|uploads)\//.test(path)) expect(headers.authorization).toBeUndefined()
    else {
      expect(headers.accept).toBe('application/vnd.heroku+json; version=3')
      expect(headers.authorization).toBe(`Bearer ${bench.platform.key}`)
    }
  }
})

describe('the source', () => {
  test('is uploaded where GitHub gives out no link, exactly the commit and nothing else', async () => {
    keepPrivate()
    await bench.deployed()
    expect(bench.changes()).toEqual([
      'POST /sources',
      expect.stringMatching(/^PUT \/uploads\//),
      'POST /apps/acme-web/builds',
    ])
    const [build] = bench.calls(/^POST .*builds/)
    expect(build?.body).toEqual({ source_blob: { url: expect.stringContaining('/uploads/'), version: bench.sha } })
    const [upload] = bench.platform.uploads.values()
    // The signature of the link covers these two.
    expect(upload?.headers['content-length']).toBe(String(upload?.body.length))
    expect(upload?.headers['content-type']).toBeUndefined()
    const tar = gunzipSync(upload?.body ?? '').toString('latin1')
    expect(tar).toContain('console.log(1)')
    expect(tar).not.toContain('.slipway-source')
  })

  test('is fetched from GitHub where GitHub gives out a link', async () => {
    const link = 'https://codeload.example/acme/webapp/tar.gz/x?token=AAAA5ECRET'
    bench.github.archive = async () => link
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    expect(bench.changes()).toEqual(['POST /apps/acme-web/builds'])
    const [build] = bench.calls(/^POST .*builds/)
    expect(build?.body).toEqual({ source_blob: { url: link, version: bench.sha } })
    expect(bench.log()).toContain('from codeload.example')
    expect(bench.log()).not.toContain('AAAA5ECRET')
  })

  test('is uploaded once more when the storage is out of order', async () => {
    keepPrivate()
    bench.platform.fault({ call: /^PUT/, how: { status: 500 }, times: 2 })
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    expect(bench.calls(/^PUT/)).toHaveLength(3)
  })

  test('that nobody takes fails before anything is built, with a sentence that holds no link', async () => {
    keepPrivate()
    bench.platform.fault({ call: /^PUT/, how: { status: 403 }, times: 4 })
    await expect(bench.deployed()).rejects.toThrow(
      'the source for acme-web could not be uploaded: status 403; try again',
    )
    expect(bench.calls(/^POST .*builds/)).toHaveLength(0)
  })
})

describe('the output', () => {
  test('is in the log while it builds', async () => {
    const done = gate()
    bench.platform.plans.build = async (doing) => {
      doing.print('-----> Installing\n')
      await done.opened
      return 'succeeded'
    }
    const worker = bench.deploy()
    await bench.logged('-----> Installing\n')
    done.open()
    expect(await worker.ended).toMatchObject({ outcome: 'succeeded' })
  })

  test.each(['reset', 'end'] as const)('goes on after a cut by %s without a line lost or doubled', async (by) => {
    const lines = Array.from({ length: 50 }, (_, at) => `line ${at} ä\n`)
    bench.platform.cut({ afterBytes: 100, by }, { afterBytes: 40, by }, { afterBytes: 301, by })
    bench.platform.plans.build = async (doing) => {
      for (const line of lines) doing.print(line)
      return 'succeeded'
    }
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    expect(
      bench
        .log()
        .split('\n')
        .filter((line) => line.startsWith('line ')),
    ).toEqual(lines.map((line) => line.trim()))
  })

  test('of many megabytes takes no more memory for that', async () => {
    const line = `${'x'.repeat(99)}\n`
    bench.platform.plans.build = async (doing) => {
      for (let at = 0; at < 60; at++) doing.print(line.repeat(1_000))
      return 'succeeded'
    }
    expect(await bench.deployed()).toMatchObject({ outcome: 'succeeded' })
    expect(bench.log().length).toBeGreaterThan(6_000_000)
  })
})

describe('a failure', () => {
  test('of the build is told with its last lines, whatever the output said before', async () => {
    bench.platform.plans.build = async (doing) => {
      doing.print('-----> Node.js app detected\nnpm ERR! missing script\n\n !     Push rejected, failed to compile\n')
      return 'failed'
    }
    expect(await bench.deployed()).toMatchObject({
      outcome: 'failed',
      summary: `the build of ${bench.sha.slice(0, 7)} on acme-web failed: -----> Node.js app detected / npm ERR! missing script / !     Push rejected, failed to compile`,
    })
    expect(bench.log()).toContain(' !     Push rejected, failed to compile\n')
  })

  test('of the release phase says that the old release is still live', async () => {
    bench.platform.plans.phase = async (doing) => {
      doing.print('rake aborted!\n')
      return 'failed'
    }
    expect(await bench.deployed()).toMatchObject({
      outcome: 'failed',
      summary: 'the release phase of v2 on acme-web failed; the old release v1 is still live: rake aborted!',
    })
    expect(bench.log()).toContain('rake aborted!\n')
  })

  test('is not told before the release phase is over', async () => {
    const done = gate()
    bench.platform.plans.phase = async (doing) => {
      doing.print('migrating\n')
      await done.opened
      doing.print('migrated\n')
      return 'succeeded'
    }
    const worker = bench.deploy()
    await bench.logged('migrating\n')
    done.open()
    expect(await worker.ended).toMatchObject({ outcome: 'succeeded', summary: expect.stringContaining('as v2') })
    expect(bench.log()).toContain('migrated\n')
  })
})

test('the key and the tokens of links stay out of the log, the checkpoints and the verdict', async () => {
  keepPrivate()
  const seen: string[] = []
  bench.platform.plans.build = async (doing, build) => {
    seen.push(build.source_blob.url, build.output_stream_url)
    doing.print(`fetching ${build.source_blob.url} with ${bench.platform.key} into ${build.output_stream_url}\n`)
    return 'failed'
  }
  const worker = bench.deploy()
  const result = await worker.ended
  const secrets = [bench.platform.key, ...seen.flatMap((link) => [link, ...new URL(link).searchParams.values()])]
  const told = bench.log() + JSON.stringify(worker.checkpoints) + JSON.stringify(result)
  expect(secrets.filter((secret) => secret.length > 5 && told.includes(secret))).toEqual([])
})
