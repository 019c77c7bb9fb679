import { generateKeyPairSync } from 'node:crypto'
import { createRedactor } from '../core/secrets/redactor.ts'
import { createCleanLines } from '../workers/log/clean-lines.ts'
import { median } from './median.ts'

const rounds = 5
const megabytes = 30

/** What a line of a command's output costs on its way into the log, against merely decoding and splitting it. */
export async function benchRedaction(): Promise<void> {
  const redactor = createRedactor()
  for (let n = 0; n < 10; n++) redactor.add(`${n}-${'q7Zx'.repeat(8)}-${n * 7919}`)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  redactor.add(String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
  const chunk = Buffer.from(
    '2026-01-01T00:00:00Z [info] step 12: copying assets/index-abc123.js into place\n'.repeat(800),
  )

  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(speed(chunk, (bytes) => bytes.toString().split('\n').length))
    const lines = createCleanLines(redactor)
    ours.push(speed(chunk, (bytes) => lines.push(bytes).length))
  }
  process.stdout.write(
    `${megabytes} MB of lines, ten secrets and a private key known, ${rounds} rounds, medians\n` +
      `bare decoding ${median(bare).toFixed(0)} MB/s, cleaned and redacted ${median(ours).toFixed(0)} MB/s; ` +
      `ratio ${(median(ours) / median(bare)).toFixed(2)}\n`,
  )
}

/** MB a second. */
function speed(chunk: Buffer, read: (bytes: Buffer) => number): number {
  const begun = performance.now()
  for (let bytes = 0; bytes < megabytes * 1e6; bytes += chunk.length) read(chunk)
  return (megabytes * 1_000) / (performance.now() - begun)
}
