import type { Writable } from 'node:stream'
import { isSandbox } from '../../core/config/is-sandbox.ts'
import { surveyConfig } from '../../core/config/read-config.ts'
import { createRedactor } from '../../core/secrets/redactor.ts'
import { secretsOfEnvironment } from '../../core/secrets/secrets-of-environment.ts'
import type { Finding } from '../doctor/check.ts'
import { examine } from '../doctor/index.ts'
import type { CliCommand } from './command.ts'

export const doctor: CliCommand = {
  names: ['doctor'],
  usage: 'slipway doctor',
  help: 'looks at every credential, address and setting, and says what to do; exits 1 when something is broken',
  run: () => runDoctor(process.env, process.stdout),
}

const words = { ok: 'ok     ', warning: 'warning', broken: 'BROKEN ' } as const

/** Resolves to the exit code. */
export async function runDoctor(env: NodeJS.ProcessEnv, out: Writable): Promise<number> {
  const redactor = createRedactor()
  for (const secret of [...surveyConfig(env, []).config.secrets, ...secretsOfEnvironment(env)]) redactor.add(secret)
  const write = (line: string) => void out.write(`${redactor.text(line)}\n`)
  if (isSandbox(env)) {
    write(
      'Nothing is configured, so `slipway start` runs the sandbox, which needs nothing. For the real thing: docs/start.md',
    )
    return 0
  }
  const counts = { ok: 0, warning: 0, broken: 0 }
  await examine(env, (finding) => {
    counts[finding.level]++
    for (const line of linesOf(finding)) write(line)
  })
  write(
    counts.broken === 0
      ? 'Nothing is broken.'
      : `${counts.broken === 1 ? '1 thing is' : `${counts.broken} things are`} broken.`,
  )
  return counts.broken === 0 ? 0 : 1
}

const linesOf = ({ level, about, says, next }: Finding): string[] => [
  `${words[level]} ${about}: ${says}`,
  ...(next === undefined ? [] : [`        → ${next}`]),
]
