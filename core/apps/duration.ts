import { z } from 'zod'

const units: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

const shape = /^(\d{1,6})(s|m|h|d)$/

/** `90s`, `10m`, `2h`, `3d` in milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = shape.exec(text) ?? []
  const size = unit === undefined ? undefined : units.get(unit)
  return count === undefined || size === undefined ? undefined : Number(count) * size
}

/** A length of time in apps.json, parsed to milliseconds. */
export const duration = z
  .string()
  .regex(shape, { error: 'must be a length of time such as "90s", "10m", "2h" or "3d"' })
  .transform((text) => parseDuration(text) ?? 0)
  .describe('A length of time such as "90s", "10m", "2h" or "3d".')
