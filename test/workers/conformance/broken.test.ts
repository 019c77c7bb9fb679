import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { checks, runChecks } from '../../../workers/conformance/index.ts'
import type { Provider } from '../../../workers/providers/provider.ts'
import { conformance, good } from './platform.ts'

const longMs = 120_000 // a provider that goes on after a cancel is waited for more than once

const faults: [name: string, check: string, why: RegExp][] = [
  ['pastes-the-ref', 'hostile-names', /^the ref ".*" (was carried out as a command|reached a command line)/],
  ['anchors-no-task', 'hostile-names', /^can\.tasks takes "x; deploy": anchor it/],
  ['ignores-hosts', 'hosts', /^was asked for conformance-host\.example only, and nothing it did names it/],
  ['takes-any-task', 'tasks', /^was asked for deploy:conformance-task, and nothing it did names it/],
  ['hears-no-cancel', 'cancel', /^went on for more than 5 s after it was cancelled$/],
  ['leaves-a-process', 'processes', /^left sleep 60 \(pid \d+\) after its end$/],
  ['tells-its-secret', 'secrets', /^shows in the progress it told a secret that its context gave it$/],
  ['reads-the-environment', 'secrets', /^shows in its log a secret of process\.env/],
  ['reports-no-address', 'url', /^reports "\/apps\/webapp", which is no address$/],
  ['deploys-once-only', 'retry', /^succeeded, and was asked for the same again: it threw: there is a release of/],
  ['keeps-its-output', 'output', /^kept \d+ MB in memory of 48 MB of output$/],
  [
    'starts-twice',
    'resume',
    /^died before its checkpoint 2 was kept: 2 outside effects came of it, and 1 when nobody dies$/,
  ],
  ['starts-before-its-checkpoint', 'resume', /^told the platform to do something before its first checkpoint$/],
]

/** Each of them plays many deployments or much output; of these a broken provider is held to its own only. */
const long = new Set(['hostile-names', 'cancel', 'processes', 'output'])

async function judged(provider: Provider, which = checks) {
  const all = await runChecks({ provider, conformance }, () => {}, which)
  return all.filter(({ verdict }) => verdict.kind !== 'ok').map(({ name, verdict }) => ({ name, ...verdict }))
}

test(
  'a provider that does everything right passes every check',
  async () => {
    expect(await judged(good)).toEqual([])
  },
  longMs,
)

test.each(faults)(
  '%s fails the check %s and no other short one',
  async (name, check, why) => {
    const { provider } = module.parse(await import(`./broken/${name}.ts`))
    const which = checks.filter(({ name: each }) => each === check || !long.has(each))
    expect(await judged(provider, which)).toEqual([{ name: check, kind: 'failed', why: expect.stringMatching(why) }])
  },
  longMs,
)

const module = z.object({ provider: z.custom<Provider>() })

test('every broken provider is one of these', () => {
  const files = readdirSync(join(import.meta.dirname, 'broken')).map((file) => file.replace('.ts', ''))
  expect(files.toSorted()).toEqual(faults.map(([name]) => name).toSorted())
})
