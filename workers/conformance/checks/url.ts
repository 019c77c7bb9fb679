import { type Check, failed, ok } from '../check.ts'

export const url: Check = {
  name: 'url',
  says: 'reports where it can be looked at, as an address that can be opened',
  async judge({ open }) {
    const bench = await open()
    const trial = bench.trial()
    const { ending } = await trial.over
    const ofResult = ending.kind === 'result' ? ending.result.url : undefined
    const told = [ofResult, ...trial.seen.progress.map((step) => step.url)].filter((each) => each !== undefined)
    for (const address of told) {
      const problem = problemOf(address)
      if (problem !== undefined) return failed(`reports ${JSON.stringify(address)}, which ${problem}`)
    }
    return ok(told.length === 0 ? 'reports none: only the page of the deployment is linked' : undefined)
  },
}

function problemOf(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is no address'
  const { protocol, username, password } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return 'is not http or https'
  return username + password === '' ? undefined : 'holds credentials'
}
