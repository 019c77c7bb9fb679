import { PassThrough } from 'node:stream'
import { runDo } from '../../../bin/do/run-do.ts'
import { until } from '../../lifecycle/world.ts'
import type { Ran } from '../run-slipway.ts'

/** `slipway do …` in this process. */
export function startDo(args: readonly string[], env: NodeJS.ProcessEnv) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  let [said, told] = ['', '']
  out.setEncoding('utf8').on('data', (text: string) => (said += text))
  err.setEncoding('utf8').on('data', (text: string) => (told += text))
  const ran = runDo(args, { env, out, err, signal: new AbortController().signal })
  return {
    ended: ran.then((code): Ran => ({ code, out: said, err: told })),
    shows: (pattern: RegExp) => until(() => pattern.test(said + told) || undefined, 30_000),
  }
}
