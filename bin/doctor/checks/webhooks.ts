import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { repositoryPath } from '../../../core/github/repository-path.ts'
import { knownEvents } from '../../../server/intake/known-events.ts'
import { broken, type Check, type Finding, ok, type Surroundings, warning } from '../check.ts'
import { type Known, repositoriesOf } from '../github-of.ts'
import { told } from '../told.ts'

const patienceMs = 12_000 // GitHub gives a delivery ten seconds
const lookMs = 400

const hook = z.object({
  id: z.number(),
  active: z.boolean().default(true),
  events: z.array(z.string()),
  config: z.object({ url: z.string().default('') }),
})
type Hook = z.infer<typeof hook>
const delivery = z.object({
  id: z.number(),
  event: z.string(),
  status: z.string().default(''),
  status_code: z.number(),
})

const paths = ['/webhooks/github', '/events']

/** Whether GitHub's events reach us: each repository's webhook is sent a ping, and it is waited for. */
export const webhooks: Check = async (around) => {
  const known = repositoriesOf(around).filter(({ probe }) => !probe.askAsApp)
  const found: Finding[] = []
  for (const each of known) found.push(...(await webhookOf(each, around)))
  return found
}

/** Where GitHub's events should go. Empty when nobody says where we are. */
export const addressesOf = ({ config, server }: Surroundings): string[] => {
  const base = config.http.publicUrl ?? server?.url
  return base === undefined ? [] : paths.map((path) => `${base}${path}`)
}

async function webhookOf(known: Known, around: Surroundings): Promise<Finding[]> {
  const { app, repository, probe } = known
  const wanted = addressesOf(around)
  const listed = await probe.ask(repository, { method: 'GET', url: `${repositoryPath(repository)}/hooks` })
  const hooks =
    listed.kind === 'answer' && listed.status === 200 ? z.array(hook).safeParse(listed.data).data : undefined
  if (!hooks) {
    if (listed.kind !== 'answer' || listed.status === 401) return []
    const says = `the webhooks of ${repository} cannot be looked at with this token: ${told(listed)}`
    return [warning(app, says, byHand)]
  }
  const ours = hooks.find(({ config }) => wanted.includes(config.url.replace(/\/+$/, '')))
  if (ours) return [...shapeOf(known, ours), ...(await pingOf(known, ours, around))]
  const where = wanted[0] ?? 'https://your-host/webhooks/github'
  const next = `add one to ${where} in the settings of the repository, or correct PUBLIC_URL; docs/github.md has its fields. One of the organisation is not seen from here`
  return [broken(app, `no webhook of ${repository} leads to ${where}`, next)]
}

const byHand =
  'look at Recent Deliveries of the webhook on GitHub: the last have to show 200 or 202. For a look from here give the token admin:repo_hook, or Webhooks: read and write'

function shapeOf({ app, repository }: Known, { active, events }: Hook): Finding[] {
  if (!active) return [broken(app, `the webhook of ${repository} is switched off`, 'tick Active in its settings')]
  const missing = events.includes('*') ? [] : [...knownEvents].filter((event) => !events.includes(event))
  if (missing.length === 0) return []
  const say = missing.includes('deployment') ? broken : warning
  return [
    say(
      app,
      `the webhook of ${repository} does not tell of ${missing.join(', ')}`,
      'tick them in its settings; docs/github.md has the list',
    ),
  ]
}

/** The server's word counts before GitHub's: something else may answer at the address. */
async function pingOf(known: Known, { id, config }: Hook, around: Surroundings): Promise<Finding[]> {
  const { app, repository, probe } = known
  const url = `${repositoryPath(repository)}/hooks/${id}`
  const begun = Date.now()
  const before = new Set((await pingsIn(known, id)).map((each) => each.id))
  const asked = await probe.ask(repository, { method: 'POST', url: `${url}/pings` })
  if (asked.kind !== 'answer' || asked.status >= 300)
    return [warning(app, `GitHub sends no ping to the webhook of ${repository}: ${told(asked)}`, byHand)]

  let sent: z.infer<typeof delivery> | undefined
  while (Date.now() - begun < patienceMs) {
    if (await isSeen(around, id, begun)) return [ok(app, `a ping from ${repository} came back to us`)]
    sent = (await pingsIn(known, id)).find((each) => !before.has(each.id))
    if (sent && sent.status_code >= 300) break
    if (sent && sent.status_code > 0 && !around.server) break
    await pause(lookMs)
  }
  return [judged(known, config.url, sent, around)]
}

function judged(
  { app, repository }: Known,
  url: string,
  sent: z.infer<typeof delivery> | undefined,
  { server }: Surroundings,
): Finding {
  const ping = `a ping from ${repository} to ${url}`
  if (sent?.status_code === 401) {
    const next = 'set GITHUB_WEBHOOK_SECRET to the secret of the webhook on GitHub, or give it a new one on both sides'
    return broken('GITHUB_WEBHOOK_SECRET', `${ping} was refused: it is signed with another secret`, next)
  }
  if (sent && sent.status_code >= 200 && sent.status_code < 300) {
    if (!server) return ok(app, `${ping} was answered with ${sent.status_code}`)
    return broken(
      app,
      `${ping} was answered, and not by the server that runs here`,
      'see where that address leads, and correct the webhook or PUBLIC_URL',
    )
  }
  const got = sent === undefined ? 'did not come back' : `came to nothing: ${sent.status || sent.status_code}`
  return broken(app, `${ping} ${got}`, 'see that the server role runs, and that GitHub can reach it at that address')
}

async function pingsIn({ repository, probe }: Known, id: number) {
  const reply = await probe.ask(repository, {
    method: 'GET',
    url: `${repositoryPath(repository)}/hooks/${id}/deliveries`,
  })
  const listed =
    reply.kind === 'answer' && reply.status === 200 ? z.array(delivery).safeParse(reply.data).data : undefined
  return (listed ?? []).filter(({ event }) => event === 'ping')
}

async function isSeen({ server }: Surroundings, id: number, since: number): Promise<boolean> {
  // One that cannot be asked is told of by the check of the server.
  const seen = (await server?.api.pings().catch(() => [])) ?? []
  return seen.some(({ hook: from, at }) => from === String(id) && at >= since)
}
