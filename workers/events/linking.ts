import { z } from 'zod'
import type { Ports } from '../../core/actions/ports.ts'
import type { Message } from '../../core/chat/message.ts'
import { linked, notLinked } from '../../core/chat/messages/linking.ts'
import { Later } from '../../core/engine/engine.ts'
import { askForToken } from '../../core/github/device-flow.ts'
import { viewer } from '../../core/github/viewer.ts'
import { about, openToken, sealTokens } from '../../core/people/sealed-tokens.ts'
import { canLink, type Linker } from '../../core/people/tools.ts'
import type { Linking } from '../../core/records/links.ts'
import type { Desk } from './desk.ts'

const body = z.object({ key: z.string(), id: z.string() })

const otherKey = 'SLIPWAY_KEY is not the same in all processes, or has changed meanwhile'
const unasked = 'GitHub could not be asked before the code ran out'

/** GitHub's words for why a code leads nowhere (its "Error codes for the device flow"). */
const refusals: ReadonlyMap<string, string> = new Map([
  ['access_denied', 'it was refused on GitHub'],
  ['expired_token', 'the code was not typed in time'],
  ['device_flow_disabled', 'the device flow is not enabled in the settings of the app that GITHUB_CLIENT_ID names'],
])

/**
 * One look at a device flow under way, and another in a while: the job stays in the queue, so the flow outlives
 * restarts. It always ends with a word, unless a newer flow of the same person has taken its place.
 */
export async function linking(data: unknown, { ports }: Desk): Promise<void> {
  const { key, id } = body.parse(data)
  const pending = (await ports.records.linkings.get(key))?.value
  if (pending?.id !== id) return
  const { linker } = ports.people
  if (!canLink(linker)) return end(ports, key, pending, notLinked(`the worker cannot do it: ${linker.why}`))
  const token = pending.granted ? openToken(linker, key, pending.granted) : await ask(ports, linker, key, pending)
  if (token !== undefined) return prove(ports, linker, key, pending, token)
  if (pending.granted) await end(ports, key, pending, notLinked(otherKey))
}

/** Undefined when it has ended without a token. What GitHub gave is stored before it is used: it gives it once. */
async function ask(ports: Ports, linker: Linker, key: string, pending: Linking): Promise<string | undefined> {
  const deviceCode = linker.seal.open(pending.deviceCode, about(key, 'device code'))
  if (deviceCode === undefined) return over(ports, key, pending, otherKey)
  linker.keep(deviceCode)
  const answer = await askForToken(linker.oauth, { deviceCode, intervalMs: pending.intervalMs })
  switch (answer.kind) {
    case 'granted': {
      const granted = sealTokens(linker, key, answer, ports.now())
      const kept = await change(ports, key, pending, { granted })
      return kept ? answer.token : undefined
    }
    case 'refused':
      return over(ports, key, pending, refusals.get(answer.error) ?? answer.message)
    case 'unreachable':
      if (ports.now() > pending.until) return over(ports, key, pending, unasked)
      throw new Later(pending.intervalMs, answer.message)
    case 'pending':
      if (ports.now() > pending.until) return over(ports, key, pending, 'the code was not typed in time')
      if (answer.intervalMs !== pending.intervalMs) await change(ports, key, pending, { intervalMs: answer.intervalMs })
      throw new Later(answer.intervalMs, 'nobody has typed the code yet')
  }
}

async function prove(ports: Ports, linker: Linker, key: string, pending: Linking, token: string): Promise<void> {
  const seen = await viewer(linker.oauth.apiUrl, token)
  if (seen.kind === 'unreachable') {
    if (ports.now() < pending.until) throw new Later(pending.intervalMs, seen.message)
    return end(ports, key, pending, notLinked(unasked))
  }
  if (seen.kind === 'refused') return end(ports, key, pending, notLinked(seen.message))
  // Whoever unlinked meanwhile, or began anew, does not become linked by this.
  const now = (await ports.records.linkings.get(key))?.value
  if (now?.id !== pending.id || !now.granted) return
  const { login, id: githubId } = seen
  await ports.records.links.save(key, { login, githubId, since: ports.now(), ...now.granted })
  ports.log.info({ who: pending.who.id, login }, 'linked a person to GitHub')
  await end(ports, key, pending, linked(login))
}

async function over(ports: Ports, key: string, pending: Linking, why: string): Promise<undefined> {
  ports.log.info({ who: pending.who.id, why }, 'a person was not linked to GitHub')
  await end(ports, key, pending, notLinked(why))
}

/** The word is queued first; queued twice it is told once. */
async function end(ports: Ports, key: string, { id, place }: Linking, message: Message): Promise<void> {
  await ports.tell(`le-${id}`, place, message)
  const stored = await ports.records.linkings.get(key)
  if (stored?.value.id === id) await ports.records.linkings.delete(key)
}

/** False when `unlink`, or a newer flow, got in between. */
async function change({ records }: Ports, key: string, { id }: Linking, patch: Partial<Linking>): Promise<boolean> {
  const changed = await records.linkings.update(key, (fresh) => (fresh.id === id ? { ...fresh, ...patch } : undefined))
  return changed?.changed === true
}
