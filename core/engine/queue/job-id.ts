/**
 * BullMQ refuses ids that hold a `:` or look like an integer, and ours come from outside (delivery ids).
 * The letter in front also keeps them apart from BullMQ's own Redis keys (`wait`, `meta`).
 */
export const toJobId = (id: string): string => `j-${encodeURIComponent(Buffer.from(id).toString('utf8'))}`

/** Undefined for an id that `toJobId` did not make. */
export const fromJobId = (id: string): string | undefined =>
  id.startsWith('j-') ? decodeURIComponent(id.slice(2)) : undefined
