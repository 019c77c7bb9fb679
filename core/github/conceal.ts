/** Nobody's token is that short, and a shorter one would tear words apart. */
const shortest = 8

/** The data with a secret that the server echoes taken out of every text in it. */
export function conceal(data: unknown, secret: string): unknown {
  if (secret.length < shortest) return data
  return JSON.parse(
    JSON.stringify(data, (_, value) => (typeof value === 'string' ? value.replaceAll(secret, '[token]') : value)),
  )
}
