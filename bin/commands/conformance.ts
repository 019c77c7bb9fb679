import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Json } from '../../core/json.ts'
import { type Candidate, type Judged, runChecks } from '../../workers/conformance/index.ts'
import { loadModule } from '../../workers/providers/external/load-module.ts'
import { locate } from '../../workers/providers/external/locate.ts'
import { providers } from '../../workers/providers/index.ts'
import type { CliCommand } from './command.ts'

const usage = "slipway conformance ./my-provider.js [--settings file.json|'{json}']"

export const conformance: CliCommand = {
  names: ['conformance'],
  usage,
  help: 'holds a provider to what every provider must do; exits 0 only when it passes everything',
  async run(args) {
    const asked = readArgs(args)
    if ('problem' in asked) return refuse(asked.problem)
    const loaded = await load(asked.written)
    if ('problem' in loaded) return refuse(`"${asked.written}" ${loaded.problem}`)
    const judged = await runChecks({ ...loaded, settings: asked.settings }, tell)
    const count = (kind: Judged['verdict']['kind']) => judged.filter(({ verdict }) => verdict.kind === kind).length
    const passed = count('ok') === judged.length
    const line = `${asked.written}: ${count('ok')} ok, ${count('failed')} failed, ${count('unjudged')} not judged\n`
    // A provider that cannot be stopped would hold this process open.
    return new Promise(() => process.stdout.write(line, () => process.exit(passed ? 0 : 1)))
  },
}

const words = { ok: 'ok        ', failed: 'failed    ', unjudged: 'not judged' } as const

function tell({ name, says, verdict }: Judged): void {
  const why = verdict.kind === 'ok' ? (verdict.note ?? says) : verdict.why
  process.stdout.write(`${words[verdict.kind]}  ${name.padEnd(13)}  ${why}\n`)
}

function refuse(problem: string): number {
  process.stderr.write(`slipway: ${problem}\n`)
  return 2
}

interface Asked {
  readonly written: string
  readonly settings: Json
}

function readArgs(args: readonly string[]): Asked | { readonly problem: string } {
  try {
    const options = { settings: { type: 'string', default: '{}' } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [written, ...rest] = positionals
    if (written === undefined || rest.length > 0) return { problem: `name one provider: ${usage}` }
    const text = values.settings.trimStart().startsWith('{') ? values.settings : readFileSync(values.settings, 'utf8')
    return { written, settings: z.json().parse(JSON.parse(text)) }
  } catch (error) {
    return { problem: `${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}` }
  }
}

/** A built-in provider by its name, a file by its path, a package by its name. */
async function load(written: string): Promise<Pick<Candidate, 'provider' | 'conformance'> | { problem: string }> {
  const builtIn = providers.get(written)
  if (builtIn) return { provider: builtIn }
  const isBareFile = !/^(?:\.{0,2}\/|file:|@)/.test(written) && existsSync(written)
  const place = locate(isBareFile ? `./${written}` : written, 'apps.json')
  return 'problem' in place ? place : loadModule(place.url, 0)
}
