import { reasons } from '../../core/gates/reasons.ts'

const catalogue: Readonly<Record<string, { readonly status: number }>> = reasons

/** HTTP status of a reason. A code that the catalogue does not have is still an answer to a request that was understood. */
export const statusOf = (code: string): number =>
  (Object.hasOwn(catalogue, code) ? catalogue[code]?.status : undefined) ?? 422
