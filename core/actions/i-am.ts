import type { IAmCommand } from '../commands/command.ts'
import { isMachine } from '../people/logins.ts'
import { personKey } from '../records/links.ts'
import type { Action } from './action.ts'
import { refuseWith } from './refuse.ts'

/** Keeps what somebody says of themselves. Anybody can say anything, so it grants nothing. */
export const iAm: Action<IAmCommand> = async ({ login }, { who, ports }) => {
  if (isMachine(who)) return refuseWith('i am', 'not-a-person', { actor: who.id })
  await ports.records.mentions.save(personKey(who.id), { login })
  return {
    ok: true,
    code: 'answered',
    message: {
      title: `noted: ${who.name} is ${login} on GitHub`,
      lines: ['that is for mentions and grants nothing; `link github` proves it'],
    },
  }
}
