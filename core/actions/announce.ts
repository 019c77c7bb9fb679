import type { Message } from '../chat/message.ts'
import type { DeploymentRecord } from '../records/deployment.ts'
import type { Place } from '../records/people.ts'
import type { Request } from '../records/request.ts'
import { threadOf } from '../records/thread.ts'
import type { Ports } from './ports.ts'

/** `place`: where it was asked for; nowhere for what somebody did on GitHub. */
type About = Pick<DeploymentRecord, 'app' | 'environment' | 'place'> &
  (Pick<DeploymentRecord, 'key' | 'request'> | (Pick<Request, 'id' | 'wait'> & { readonly key?: undefined }))

/** Tells the room that asked. Where nobody asked in chat, the app's own room hears of it, whichever adapter runs there. */
export async function announce(ports: Ports, id: string, about: About, message: Message): Promise<void> {
  const where = placeOf(about, ports)
  if (!where) return
  await ports.tell(id, where, message, {
    thread: threadOf(about),
    ...(about.key !== undefined && { deployment: about.key }),
  })
}

function placeOf(
  { app, environment, place }: Pick<About, 'app' | 'environment' | 'place'>,
  { apps }: Ports,
): Place | undefined {
  if (place && place.adapter !== 'api') return place
  const room = apps().find(app)?.target(environment)?.room
  return room === undefined ? place : { adapter: 'any', room, roomNames: [room] }
}
