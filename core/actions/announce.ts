import type { Message } from '../chat/message.ts'
import type { Place } from '../records/people.ts'
import type { Ports } from './ports.ts'

interface About {
  readonly app: string
  readonly environment: string
  /** Where it was asked for; nowhere for what somebody did on GitHub. */
  readonly place?: Place | undefined
}

/** Tells the room that asked. Where nobody asked in chat, the app's own room hears of it, whichever adapter runs there. */
export async function announce(ports: Ports, id: string, about: About, message: Message): Promise<void> {
  const where = placeOf(about, ports)
  if (where) await ports.tell(id, where, message)
}

function placeOf({ app, environment, place }: About, { apps }: Ports): Place | undefined {
  if (place && place.adapter !== 'api') return place
  const room = apps().find(app)?.target(environment)?.room
  return room === undefined ? place : { adapter: 'any', room, roomNames: [room] }
}
