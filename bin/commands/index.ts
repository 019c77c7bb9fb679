import type { CliCommand } from './command.ts'
import { check } from './check.ts'
import { conformance } from './conformance.ts'
import { demo } from './demo.ts'
import { doCommand } from './do.ts'
import { doctor } from './doctor.ts'
import { help } from './help.ts'
import { schema } from './schema.ts'
import { start } from './start.ts'
import { version } from './version.ts'

/** The command line: another word is another file and a line here. */
export const commands: readonly CliCommand[] = [
  start,
  demo,
  doCommand,
  check,
  doctor,
  conformance,
  schema,
  version,
  help,
]
