const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const

/** A length of time as apps.json writes it: `10m`, `90s`. */
export function inShort(ms: number): string {
  const unit = units.find(([, size]) => ms >= size && ms % size === 0)
  return unit === undefined ? `${Math.round(ms / 100) / 10}s` : `${ms / unit[1]}${unit[0]}`
}
