import { describe } from '@jest/globals'
import { programPath } from './program-path.ts'

/**
 * Tests that call programs which a machine with Node and git need not have. In CI they run, and fail when a program is
 * missing; elsewhere they are left out then, and say so.
 */
export function describeWith(programs: readonly string[], what: string, tests: () => void): void {
  const missing = programs.filter((program) => programPath(program) === undefined)
  if (missing.length === 0 || process.env['CI']) {
    describe(what, tests)
    return
  }
  process.stderr.write(`\nLEFT OUT: ${what}: install ${missing.join(', ')} to run these tests; CI always does.\n\n`)
  describe.skip(what, tests)
}
