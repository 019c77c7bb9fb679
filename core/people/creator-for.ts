import { setTimeout as pause } from 'node:timers/promises'
import type { Ports } from '../actions/ports.ts'
import type { Target } from '../apps/app.ts'
import { refreshTokens } from '../github/device-flow.ts'
import type { GitHub } from '../github/github.ts'
import { type Link, personKey } from '../records/links.ts'
import type { Person } from '../records/people.ts'
import { about, openToken, sealTokens } from './sealed-tokens.ts'
import { canLink, type Linker } from './tools.ts'

/** In whose name GitHub is asked for a deployment. */
export type Creator =
  | { readonly kind: 'bot' }
  | { readonly kind: 'own'; readonly login: string; readonly github: GitHub }
  /** They are linked, and their token does not work: nobody else's name is put in its place. */
  | { readonly kind: 'link-refused'; readonly login: string; readonly message: string }
  | { readonly kind: 'unreachable'; readonly message: string }

type Parts = Pick<Ports, 'people' | 'records' | 'engine' | 'now' | 'log'>

const earlyMs = 5 * 60_000 // a token that ends within this is changed for a new one first
const refreshingMs = 30_000 // longer than asking GitHub with all its tries
const lookMs = 200

const otherKey = 'its token cannot be read here: SLIPWAY_KEY is not the one it was stored with'
const takenBack = 'GitHub does not accept its token any more'

/** A linked person asks in their own name, everybody else in the bot's. */
export async function creatorFor(who: Person, target: Pick<Target, 'githubApi'>, ports: Parts): Promise<Creator> {
  const key = personKey(who.id)
  const linked = (await ports.records.links.get(key))?.value
  if (!linked || !ports.people.isLinked(target)) return { kind: 'bot' }
  const refused = (message: string): Creator => ({ kind: 'link-refused', login: linked.login, message })
  const { linker } = ports.people
  if (linked.refused) return refused(takenBack)
  if (!canLink(linker)) return refused(`its token cannot be used here: ${linker.why}`)

  const fresh = isEnding(linked, ports.now()) ? await renewed(key, linked, linker, ports) : { link: linked }
  if ('unreachable' in fresh) return { kind: 'unreachable', message: fresh.unreachable }
  if (!fresh.link) return { kind: 'bot' }
  if (fresh.link.refused) return refused(takenBack)
  const token = openToken(linker, key, fresh.link)
  return token === undefined
    ? refused(otherKey)
    : { kind: 'own', login: linked.login, github: linker.github(key, token) }
}

/** GitHub took this person's token no more: from now on the link proves nothing, until they link again. */
export async function markRefused(who: Person, { records, log }: Parts): Promise<void> {
  const marked = await records.links.update(personKey(who.id), (fresh) =>
    fresh.refused ? undefined : { ...fresh, refused: true },
  )
  if (marked?.changed)
    log.warn({ who: who.id, login: marked.value.login }, 'GitHub refused the token of a linked person')
}

const isEnding = ({ expiresAt }: Link, now: number) => expiresAt !== undefined && expiresAt - now < earlyMs

type Renewed = { readonly link: Link | undefined } | { readonly unreachable: string }

/** A refresh token works once, so one process at a time uses it; the others wait for what it brings. */
async function renewed(key: string, linked: Link, linker: Linker, ports: Parts): Promise<Renewed> {
  const { engine, records } = ports
  const turn = `refreshing/${key}`
  for (const until = performance.now() + refreshingMs; performance.now() < until; await pause(lookMs)) {
    const version = await engine.store.put(turn, true, { if: 'absent', expiresInMs: refreshingMs })
    const stored = await records.links.get(key)
    const isOver = !stored || stored.value.refused || !isEnding(stored.value, ports.now())
    if (version === undefined && !isOver) continue
    try {
      return isOver ? { link: stored?.value } : await refresh(key, stored.value, linker, ports)
    } finally {
      if (version !== undefined) await engine.store.delete(turn, { if: version })
    }
  }
  return { unreachable: `the token of ${linked.login} is being renewed, and that takes too long` }
}

async function refresh(key: string, linked: Link, linker: Linker, ports: Parts): Promise<Renewed> {
  // Undefined when they have unlinked meanwhile: that stays so.
  const keep = async (link: Link) => ({ link: (await ports.records.links.update(key, () => link))?.value })
  const refreshToken = linked.refreshToken && linker.seal.open(linked.refreshToken, about(key, 'refresh token'))
  // Without one the token is used to its end.
  if (refreshToken === undefined) return { link: linked }
  linker.keep(refreshToken)
  const outcome = await refreshTokens(linker.oauth, refreshToken)
  if (outcome.kind === 'unreachable')
    return (linked.expiresAt ?? 0) > ports.now() ? { link: linked } : { unreachable: outcome.message }
  if (outcome.kind === 'refused') {
    ports.log.warn({ login: linked.login, why: outcome.error }, 'GitHub gave no new token for a linked person')
    return keep({ ...linked, refused: true })
  }
  const { login, githubId, since } = linked
  const link = { login, githubId, since, ...sealTokens(linker, key, outcome, ports.now()) }
  return keep(link)
}
