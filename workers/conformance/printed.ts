/** Hears what this process writes to its stdout and stderr until it is told to stop; nothing of it is shown. */
export function hearPrinted(hear: (text: string) => void): () => void {
  const streams = [process.stdout, process.stderr]
  const undoes = streams.map((stream) => {
    const original = Object.getOwnPropertyDescriptor(stream, 'write')
    return () => {
      if (original) Object.defineProperty(stream, 'write', original)
      else Reflect.deleteProperty(stream, 'write')
    }
  })
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      hear(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())
      const done = rest.find((each) => typeof each === 'function')
      if (done) process.nextTick(done)
      return true
    }
  }
  return () => {
    for (const undo of undoes) undo()
  }
}
