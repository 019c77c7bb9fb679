import type { Check } from '../check.ts'
import { cancel } from './cancel.ts'
import { deploys } from './deploys.ts'
import { hostileNames } from './hostile-names.ts'
import { hosts } from './hosts.ts'
import { output } from './output.ts'
import { processes } from './processes.ts'
import { resume } from './resume.ts'
import { retry } from './retry.ts'
import { secrets } from './secrets.ts'
import { tasks } from './tasks.ts'
import { url } from './url.ts'

/** What every provider is held to. A further check is a file of its own and a line here. */
export const checks: readonly Check[] = [
  deploys,
  hostileNames,
  hosts,
  tasks,
  cancel,
  processes,
  secrets,
  url,
  retry,
  output,
  resume,
]
