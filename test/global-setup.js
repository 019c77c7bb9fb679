import { execa } from 'execa'

/** Before any test and outside their time limits; the second run on a machine finds it made. */
export default async function globalSetup() {
  await execa(process.execPath, ['--import', 'tsx', 'test/make-prepared-engine.ts'], { stdio: 'inherit' })
}
