export interface Reading {
  readonly url: string
  /** Bytes at its start that were read before. */
  readonly skip: number
  /** Milliseconds without a byte after which the connection counts as dead. */
  readonly idleMs: number
  readonly signal: AbortSignal
  readonly take: (chunk: Buffer) => Promise<void>
}

/**
 * Reads the output of a build or a release on from where it broke off: the link gives it from its start each time, and
 * ends by itself. The link carries its own token, so the API key is not sent. `broken`: there may be more.
 */
export async function readOutput({ url, skip, idleMs, signal, take }: Reading): Promise<'whole' | 'broken'> {
  const idle = new AbortController()
  const timer = setTimeout(() => idle.abort(), idleMs)
  let toSkip = skip
  let failure: { readonly error: unknown } | undefined

  async function passOn(chunk: Buffer): Promise<void> {
    const fresh = chunk.subarray(Math.min(toSkip, chunk.length))
    toSkip -= chunk.length - fresh.length
    if (fresh.length === 0) return
    try {
      await take(fresh)
    } catch (error) {
      failure = { error }
      throw error
    }
  }

  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, idle.signal]) })
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel()
      return 'broken'
    }
    for await (const chunk of response.body) {
      await passOn(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      timer.refresh()
    }
    return toSkip > 0 ? 'broken' : 'whole'
  } catch (error) {
    // The log's own refusal is no trouble of the connection.
    if (failure !== undefined) throw failure.error
    if (signal.aborted) throw new Error('told to stop', { cause: error })
    return 'broken'
  } finally {
    clearTimeout(timer)
  }
}
