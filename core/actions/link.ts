import { randomBytes } from 'node:crypto'
import type { Message } from '../chat/message.ts'
import { enterCode } from '../chat/messages/linking.ts'
import type { LinkCommand } from '../commands/command.ts'
import { beginDeviceFlow, type DeviceCode } from '../github/device-flow.ts'
import { directPlace } from '../people/direct-place.ts'
import { isMachine } from '../people/logins.ts'
import { about } from '../people/sealed-tokens.ts'
import { canLink, type Linker } from '../people/tools.ts'
import { personKey } from '../records/links.ts'
import type { Place } from '../records/people.ts'
import type { Action, Asked } from './action.ts'
import type { Answer } from './answer.ts'
import { refuseWith } from './refuse.ts'

const what = 'link github'

/** Begins GitHub's device flow. What comes of it is told by the worker that asks GitHub for it, over restarts too. */
export const link: Action<LinkCommand> = async (_, asked) => {
  const { who, place, ports } = asked
  const { linker } = ports.people
  if (isMachine(who)) return refuseWith(what, 'not-a-person', { actor: who.id })
  if (!canLink(linker)) return refuseWith(what, 'link-not-set-up', linker)
  const direct = directPlace(place, who)
  if (!direct) return refuseWith(what, 'ask-in-private', {})

  const begun = await beginDeviceFlow(linker.oauth)
  if (begun.kind === 'unreachable') return refuseWith(what, 'unreachable', begun)
  if (begun.kind === 'refused') {
    const why = `GitHub refused to begin (${begun.message})`
    const remedy = 'look at GITHUB_CLIENT_ID, and enable the device flow in the settings of that app'
    return refuseWith(what, 'link-not-set-up', { why, remedy })
  }
  const id = await keep(begun, linker, direct, asked)
  const code = enterCode(begun)
  if (direct === place) return accepted(code)
  await ports.tell(`lc-${id}`, direct, code)
  return accepted({ title: `${who.name}: I have sent you the code in a direct message` })
}

const accepted = (message: Message): Answer => ({ ok: true, code: 'accepted', message })

/** Stored before anybody is told of it, so that the code is not typed for nothing. */
async function keep(begun: DeviceCode, linker: Linker, direct: Place, { who, ports }: Asked): Promise<string> {
  const { deviceCode, intervalMs, lastsMs } = begun
  linker.keep(deviceCode)
  const key = personKey(who.id)
  const id = randomBytes(8).toString('hex')
  const linking = {
    id,
    who,
    place: direct,
    deviceCode: linker.seal.close(deviceCode, about(key, 'device code')),
    intervalMs,
    until: ports.now() + lastsMs,
  }
  await ports.records.linkings.save(key, linking)
  await ports.engine.queues.events.add(`l-${id}`, { event: 'linking', key, id }, { delayMs: intervalMs })
  return id
}
