import type { Ports } from '../../core/actions/ports.ts'
import { logOf } from '../../core/records/deployment.ts'
import { deploymentById } from '../../core/records/find.ts'

interface Followed {
  readonly log: string
  offset: number
}

/** Tells what the logs of running deployments say, line by line. */
export interface FollowedRuns {
  begin(id: number): Promise<void>
  /** Tells what is new in every log. */
  catchUp(): Promise<void>
  end(id: number): void
}

export function followRuns({ engine, records }: Ports, tell: (id: number, line: string) => void): FollowedRuns {
  const runs = new Map<number, Followed>()

  async function read(id: number, run: Followed): Promise<void> {
    const { text } = await engine.store.logs.read(run.log, run.offset)
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    run.offset += Buffer.byteLength(whole)
    for (const line of whole.split('\n')) if (line !== '') tell(id, line)
  }

  return {
    async begin(id) {
      const record = await deploymentById(engine.store, records, id)
      if (record) runs.set(id, { log: logOf(record.key), offset: 0 })
    },
    async catchUp() {
      for (const [id, run] of runs) await read(id, run)
    },
    end: (id) => void runs.delete(id),
  }
}
