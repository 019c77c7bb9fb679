import type { Person, Place } from '../records/people.ts'

const account = ({ id }: Person) => id.slice(id.indexOf(':') + 1)

/** Slack's ids of direct messages begin with D; with other adapters such a room is named after the person. */
const isDirect = (place: Place, who: Person): boolean =>
  place.direct === true ||
  place.adapter === 'shell' ||
  (/slack/i.test(place.adapter) && /^D[A-Z0-9]+$/.test(place.room)) ||
  place.room === account(who)

/** Where only this person reads; undefined where the surface offers no way there. Slack opens one for a user's id. */
export function directPlace(place: Place, who: Person): Place | undefined {
  if (isDirect(place, who)) return place
  if (!/slack/i.test(place.adapter)) return undefined
  return { adapter: place.adapter, room: account(who), roomNames: [], direct: true }
}
