import type { Ports } from '../../core/actions/ports.ts'
import type { AskPlatform } from '../asking.ts'
import type { Reporter } from '../reporter.ts'

/** What a handler of events works with. */
export interface Desk {
  readonly ports: Ports
  readonly reporter: Reporter
  readonly askPlatform: AskPlatform
}
