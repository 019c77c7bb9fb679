#!/usr/bin/env node
import { AppsError } from '../core/apps/errors.ts'
import { ConfigError } from '../core/config/config-error.ts'
import { DirectoryInUse, EngineMisconfigured, EngineUnreachable } from '../core/engine/errors.ts'
import { PeopleError } from '../core/people/people-file.ts'
import { ServerStartError } from '../server/errors.ts'
import { commands } from './commands/index.ts'

/** Errors whose message is all a person needs; any other one is a defect of ours and shows where it happened. */
const plain = [
  AppsError,
  ConfigError,
  DirectoryInUse,
  EngineMisconfigured,
  EngineUnreachable,
  PeopleError,
  ServerStartError,
]

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return plain.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message)
}

const [word = 'help', ...rest] = process.argv.slice(2)
const command = commands.find(({ names }) => names.includes(word))
if (!command) {
  process.stderr.write(`slipway: there is no command "${word}"; \`slipway help\` lists them\n`)
  process.exitCode = 2
} else {
  try {
    process.exitCode = await command.run(rest)
  } catch (error) {
    process.stderr.write(`slipway: ${explain(error)}\n`)
    // What was begun may hold the process open (a sandbox, a connection), and nobody waits for it any more.
    process.exit(1)
  }
}
