import type { Target } from '../apps/app.ts'
import type { Facts } from '../gates/facts.ts'
import { judge, type Stop } from '../gates/index.ts'
import type { Asked } from './action.ts'
import { providerFacts } from './provider-facts.ts'

/** All that stands against a command when it is asked. */
export const stopsOf = (target: Target, command: Facts['command'], { who, place, ports }: Asked): Stop[] =>
  judge({
    target,
    command,
    actor: who,
    room: { names: place.roomNames },
    provider: providerFacts(ports, target, command),
    origin: 'request',
    now: ports.now(),
  })

/** For commands on a deployment that is there already: may this person, from here? */
export const rightsOf = (target: Target, asked: Asked): Stop[] =>
  stopsOf(target, { task: 'deploy', force: false, hosts: [] }, asked).filter(
    ({ gate }) => gate === 'room' || gate === 'rights',
  )
