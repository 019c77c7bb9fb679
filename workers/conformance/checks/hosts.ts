import { type Check, failed, ok } from '../check.ts'
import { refusalOf } from '../refusal.ts'
import { hasSucceeded, said } from '../said.ts'
import { leavesTrace } from '../trace.ts'

const unknownHost = 'conformance-host.example'

export const hosts: Check = {
  name: 'hosts',
  says: 'deploys to the hosts asked for, or refuses to',
  async judge({ provider, open }) {
    if (!provider.can.hosts) return ok('says that it cannot: they are refused before it is asked')
    const bench = await open()
    const [host = unknownHost] = bench.scenes.hosts ?? []
    const wrong = bench.scenes.hosts === undefined ? ok : failed
    const refusal = refusalOf(provider, bench.settings(), { hosts: [host], task: 'deploy' })
    if (refusal !== undefined) return wrong(`refuses ${host}: ${refusal}`)
    const trial = bench.trial({ job: { hosts: [host] } })
    const { ending } = await trial.over
    if (!hasSucceeded(ending)) return wrong(`was asked for ${host} only: ${said(ending)}`)
    if (await leavesTrace(host, trial, ending, bench)) return ok()
    return failed(`was asked for ${host} only, and nothing it did names it: it deployed to all of them`)
  },
}
