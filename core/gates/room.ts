import { pass, refuse, type Gate } from './verdict.ts'

const bare = (name: string): string => name.replace(/^#/, '').toLowerCase()

/** `allowed_rooms` says where a deploy may be asked for, by name or id; a deployment made on GitHub was asked for in no room. */
export const room: Gate = ({ target, room: asked }) => {
  const { allowedRooms } = target
  if (allowedRooms === undefined || asked === undefined) return pass
  const allowed = new Set(allowedRooms.map(bare))
  if (asked.names.some((name) => allowed.has(bare(name)))) return pass
  return refuse('room-not-allowed', { app: target.app, rooms: allowedRooms })
}
