import type { Target } from '../apps/app.ts'
import type { Facts } from '../gates/facts.ts'
import { judge, type Stop } from '../gates/index.ts'
import type { Asked } from './action.ts'
import { actorFor } from '../people/actor-facts.ts'
import { providerFacts } from './provider-facts.ts'

/** All that stands against a command when it is asked. */
export async function stopsOf(
  target: Target,
  command: Facts['command'],
  { who, place, ports }: Asked,
): Promise<Stop[]> {
  return judge({
    target,
    command,
    actor: await actorFor(target, who, ports),
    room: { names: place.roomNames },
    provider: providerFacts(ports, target, command),
    origin: 'request',
    now: ports.now(),
  })
}

/** For commands on a deployment that is there already: may this person, from here? */
export async function rightsOf(target: Target, asked: Asked): Promise<Stop[]> {
  const stops = await stopsOf(target, { task: 'deploy', force: false, hosts: [] }, asked)
  return stops.filter(({ gate }) => gate === 'room' || gate === 'rights')
}
