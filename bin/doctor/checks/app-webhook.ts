import { z } from 'zod'
import { broken, type Check, ok, warning } from '../check.ts'
import { standardProbe } from '../github-of.ts'
import { addressesOf } from './webhooks.ts'

const hook = z.object({ url: z.string().default('') })
const deliveries = z.array(z.object({ event: z.string(), status: z.string().default(''), status_code: z.number() }))

/** An App has one webhook for all repositories. GitHub sends it no ping when asked; its last deliveries tell as much. */
export const appWebhook: Check = async (around) => {
  const ask = standardProbe(around)?.askAsApp
  if (!ask) return []
  const about = "the App's webhook"
  const [config, sent] = await Promise.all([
    ask({ method: 'GET', url: '/app/hook/config' }),
    ask({ method: 'GET', url: '/app/hook/deliveries', query: { per_page: 10 } }),
  ])
  // Credentials that are wrong, and a GitHub that is away, are told of by their own checks.
  if (config.kind !== 'answer' || config.status === 401) return []
  const url = hook.safeParse(config.data).data?.url.replace(/\/+$/, '') ?? ''
  const wanted = addressesOf(around)
  if (wanted.length > 0 && !wanted.includes(url)) {
    const next = `set it to ${wanted[0]} on the page of the App, or correct PUBLIC_URL`
    return [broken(about, url === '' ? 'is not set' : `leads to ${url}`, next)]
  }
  const last = sent.kind === 'answer' ? deliveries.safeParse(sent.data).data?.at(0) : undefined
  if (!last)
    return [warning(about, 'has not sent anything yet', 'redeliver the ping under Advanced, on the page of the App')]
  if (last.status_code === 401)
    return [
      broken(
        'GITHUB_WEBHOOK_SECRET',
        'the last delivery of the App is signed with another secret',
        'give both the same',
      ),
    ]
  if (last.status_code >= 200 && last.status_code < 300)
    return [ok(about, `its last delivery was answered with ${last.status_code}`)]
  const next = 'see that the server role runs, and that GitHub can reach it at that address'
  return [broken(about, `its last delivery came to nothing: ${last.status || last.status_code}`, next)]
}
