import type { ZodType } from 'zod'
import type { PutOptions, Store } from '../engine/engine.ts'
import type { Json } from '../json.ts'

export interface Stored<T> {
  readonly value: T
  readonly version: number
}

/** Without it a value stays for ever. */
type Lifetime = Pick<PutOptions, 'expiresInMs'>

/** Values of one kind under one prefix of the store, parsed whenever they are read. */
export interface Collection<T> {
  get(id: string): Promise<Stored<T> | undefined>
  /** False when one is there already. */
  create(id: string, value: T, options?: Lifetime): Promise<boolean>
  /** Writes whatever was there before. */
  save(id: string, value: T, options?: Lifetime): Promise<void>
  /** False when somebody else was faster. */
  replace(id: string, value: T, version: number): Promise<boolean>
  /**
   * Reads, changes and writes until nobody got in between. `change` returns undefined to leave the value alone.
   * Answers what is stored afterwards, and whether this call changed it; undefined when there is no such value.
   * With `known`, as read before, the first try does not read again.
   */
  update(
    id: string,
    change: (value: T) => T | undefined,
    options?: Lifetime & { readonly known?: Stored<T> },
  ): Promise<{ value: T; changed: boolean } | undefined>
  list(options?: { readonly after?: string; readonly limit?: number }): Promise<{ id: string; value: T }[]>
  delete(id: string): Promise<boolean>
}

export function collection<T extends Json>(store: Store, name: string, schema: ZodType<T>): Collection<T> {
  const prefix = `${name}/`
  const put = (id: string, value: T, options: PutOptions) => store.put(prefix + id, value, options)

  async function get(id: string): Promise<Stored<T> | undefined> {
    const entry = await store.get(prefix + id)
    return entry && { value: schema.parse(entry.value), version: entry.version }
  }

  async function replace(id: string, value: T, version: number, options?: Lifetime): Promise<boolean> {
    return (await put(id, value, { if: version, ...options })) !== undefined
  }

  return {
    get,
    replace,
    create: async (id, value, options) => (await put(id, value, { if: 'absent', ...options })) !== undefined,
    save: async (id, value, options = {}) => {
      await put(id, value, options)
    },
    async update(id, change, { known, ...lifetime } = {}) {
      for (let seen = known; ; seen = undefined) {
        const stored = seen ?? (await get(id))
        if (!stored) return undefined
        const changed = change(stored.value)
        if (changed === undefined) return { value: stored.value, changed: false }
        if (await replace(id, changed, stored.version, lifetime)) return { value: changed, changed: true }
      }
    },
    async list(options) {
      const after = options?.after === undefined ? undefined : prefix + options.after
      const entries = await store.list(prefix, {
        ...(after !== undefined && { after }),
        ...(options?.limit !== undefined && { limit: options.limit }),
      })
      return entries.map((entry) => ({ id: entry.key.slice(prefix.length), value: schema.parse(entry.value) }))
    },
    delete: (id) => store.delete(prefix + id),
  }
}
