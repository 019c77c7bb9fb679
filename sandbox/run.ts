import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { startSandbox } from './start-sandbox.ts'

/** The sandbox by itself, to try it out: `node --import tsx sandbox/run.ts [directory]`, then `sandbox …` lines. */
const dir = process.argv[2] ?? join('.slipway', 'sandbox')
// Whoever reads may stop reading, as `| head` does.
process.stdout.on('error', () => process.exit(0))
const say = (line: string) => process.stdout.write(`${line}\n`)

const sandbox = await startSandbox({ dir, log: (line) => say(`github · ${line}`) })
for (const [name, value] of Object.entries(sandbox.env)) say(`export ${name}='${value}'`)
say((await sandbox.command('sandbox')) ?? '')

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() !== '') say((await sandbox.command(line)) ?? 'only lines that begin with "sandbox" are for me')
}
await sandbox.close()
