/** `npm run bench NAME`: one figure of DESIGN §6, measured as a ratio within one run. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  webhook: async () => (await import('./webhook.ts')).benchWebhook(),
  redaction: async () => (await import('./redaction.ts')).benchRedaction(),
  lifecycle: async () => (await import('./lifecycle.ts')).benchLifecycle(),
  memory: async () => (await import('./memory.ts')).benchMemory(),
  /** A process that `webhook` starts: one of the servers it compares. */
  'webhook-server': async ([kind]) => (await import('./webhook/serve.ts')).serve(kind),
}

const [name = '', ...args] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench) await bench(args)
else {
  process.stderr.write('npm run bench webhook|lifecycle|memory|redaction\n')
  process.exitCode = 2
}
