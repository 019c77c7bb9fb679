import { z } from 'zod'
import type { Snapshot } from '../provider.ts'

const commit = z
  .string()
  .regex(/^[0-9a-f]{40,64}$/)
  .optional()
  .catch(undefined)

/** `readlink` says the whole path; Capistrano's name of a release is the last part. */
const release = z
  .string()
  .transform((path) => path.slice(path.lastIndexOf('/') + 1))
  .pipe(z.string().regex(/^[A-Za-z0-9][\w.-]*$/))
  .optional()
  .catch(undefined)

const processes = z
  .string()
  .default('')
  .transform((text) => text.split(' ').filter((id) => /^\d+$/.test(id)))

const host = z.object({
  /** host, or host:port. */
  name: z.string(),
  /** Whether releases are put there; Capistrano's no_release. */
  carries: z.boolean().default(false),
  release,
  /** What REVISION of the current release says. */
  sha: commit,
  /** What REVISION of the release says that was asked about. */
  kept: commit,
  /** Ids of processes there that belong to a cap of ours. */
  running: processes,
  problem: z.enum(['key', 'login', 'connection']).optional(),
  text: z.string().default(''),
  fingerprint: z.string().default(''),
  pinned: z.array(z.string()).default([]),
})

/** What capfile.ts reports. */
export const seen = z.object({
  /** Those that the filters leave. */
  hosts: z.array(host),
  /** Names of all servers of the stage. */
  servers: z.array(z.string()),
  /** Those of the tasks in question that the app has. */
  tasks: z.array(z.string()),
})

export type Host = z.output<typeof host>
export type Seen = z.output<typeof seen>

/** What is live, as far as the hosts agree; the handle has the release of each. */
export function snapshotOf({ hosts }: Pick<Seen, 'hosts'>): Snapshot {
  const carrying = hosts.filter(({ carries }) => carries)
  const shas = new Set(carrying.map(({ sha }) => sha))
  const [sha] = shas
  const handle = Object.fromEntries(carrying.flatMap(({ name, release: at }) => (at === undefined ? [] : [[name, at]])))
  return { ...(shas.size === 1 && sha !== undefined && { sha }), handle }
}
