import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./child-main.ts', import.meta.url))

/** Another process with an engine open: `line` waits for what it says next, `kill` is kill -9. */
export function engineChild(options: object, ...task: string[]) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(options), ...task], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  if (!child.stdout) throw new Error('the child has no stdout')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const gone = once(child, 'exit')
  return {
    pid: child.pid ?? 0,
    async line(): Promise<string> {
      const { value, done } = await lines.next()
      if (done) throw new Error('the child ended without another line')
      return value
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await gone
    },
  }
}
