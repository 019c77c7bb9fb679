import { execFile } from 'node:child_process'
import { constants, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CommandError } from './command-error.ts'

/** File descriptors of both ends. Whoever gets them closes them. */
export interface Pipe {
  readonly readEnd: number
  readonly writeEnd: number
}

/**
 * Real pipes for a command's stdout and stderr. Node's own are sockets, and `echo oops > /dev/stderr` fails on a socket.
 * Their names are gone from the disk before anything uses them.
 */
export async function openOutputPipes(): Promise<{ readonly out: Pipe; readonly err: Pipe }> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-pipes-'))
  try {
    const [out, err] = [join(folder, 'out'), join(folder, 'err')]
    await promisify(execFile)('mkfifo', ['-m', '600', out, err])
    return { out: open(out), err: open(err) }
  } catch (cause) {
    throw new CommandError(
      'no pipe for its output could be made; see whether mkfifo is there and TMPDIR can be written',
      { cause },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** fifo(7): reading, non-blocking, opens at once; writing opens at once when there is a reader. */
function open(fifo: string): Pipe {
  const readEnd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK)
  return { readEnd, writeEnd: openSync(fifo, constants.O_WRONLY) }
}
