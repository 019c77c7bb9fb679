import { existsSync } from 'node:fs'
import type { Job } from '../../providers/provider.ts'
import type { Bench } from '../bench.ts'
import { type Check, failed, ok } from '../check.ts'
import { hostileNames as samples, hostileTasks, type Sample } from '../hostile.ts'

export const hostileNames: Check = {
  name: 'hostile-names',
  says: 'refuses bad refs, hosts and tasks, or lets none of them reach a command line',
  alone: true,
  async judge({ provider, open }) {
    const task = hostileTasks.find((each) => provider.can.tasks.test(each))
    if (task !== undefined) return failed(`can.tasks takes ${JSON.stringify(task)}: anchor it with ^ and $`)
    const bench = await open()
    const kinds: [kind: string, of: (text: string) => Partial<Job>][] = [['ref', (ref) => ({ ref })]]
    if (provider.can.hosts) kinds.push(['host', (host) => ({ hosts: [host] })])
    for (const [kind, of] of kinds) {
      for (const sample of samples(bench.folder, kind)) {
        const why = await harmOf(bench, sample, of(sample.text))
        if (why !== undefined) return failed(`the ${kind} ${JSON.stringify(sample.text)} ${why}`)
      }
    }
    return ok()
  },
}

async function harmOf(bench: Bench, { text, canary }: Sample, job: Partial<Job>): Promise<string | undefined> {
  const trial = bench.trial({ job })
  await trial.over
  if (existsSync(canary)) return 'was carried out as a command'
  const line = trial.seen.commands.map(({ argv }) => argv.join(' ')).find((each) => each.includes(text))
  return line === undefined ? undefined : `reached a command line (${line}): use the sha, or refuse it`
}
