const longestLine = 65_536

/** Lines of a stream of bytes, without their ends; endless ones are cut into pieces. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let pending = ''
  for await (const chunk of chunks) {
    const lines = (pending + decoder.decode(chunk, { stream: true })).split('\n')
    pending = lines.pop() ?? ''
    yield* lines.map((line) => line.replace(/\r$/, ''))
    if (pending.length < longestLine) continue
    yield pending
    pending = ''
  }
  if (pending !== '') yield pending
}
