import type { UnlinkCommand } from '../commands/command.ts'
import { revokeToken } from '../github/device-flow.ts'
import { isMachine } from '../people/logins.ts'
import { openToken } from '../people/sealed-tokens.ts'
import { canLink } from '../people/tools.ts'
import { type Link, personKey } from '../records/links.ts'
import type { Action } from './action.ts'
import type { Ports } from './ports.ts'
import { refuseWith } from './refuse.ts'

/** Forgets who somebody is on GitHub, and takes their token back there where an app's secret lets us. */
export const unlink: Action<UnlinkCommand> = async (_, { who, ports }) => {
  if (isMachine(who)) return refuseWith('unlink github', 'not-a-person', { actor: who.id })
  const key = personKey(who.id)
  const pending = await ports.records.linkings.delete(key)
  const linked = (await ports.records.links.get(key))?.value
  if (!linked && !pending) return refuseWith('unlink github', 'not-linked', { actor: who.name })
  await ports.records.links.delete(key)
  if (!linked) return { ok: true, code: 'answered', message: { title: 'the code that I gave you counts no more' } }
  const gone = await revoke(key, linked, ports)
  return {
    ok: true,
    code: 'answered',
    message: {
      title: `you are not linked to ${linked.login} any more, and your token is deleted here`,
      lines: [gone ? 'GitHub has taken it back, too' : `to take it back on GitHub, too: ${applications(ports)}`],
    },
  }
}

async function revoke(key: string, linked: Link, { people }: Ports): Promise<boolean> {
  const { linker } = people
  const token = canLink(linker) ? openToken(linker, key, linked) : undefined
  return canLink(linker) && token !== undefined && revokeToken(linker.oauth, token)
}

/** GitHub's page of the apps that may act for somebody. */
const applications = ({ people: { linker } }: Ports) =>
  canLink(linker) ? `${linker.oauth.serverUrl}/settings/applications` : 'Settings, Applications'
