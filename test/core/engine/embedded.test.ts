import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEngine } from '../../../core/engine/open.ts'
import { describeEngine } from './conformance.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'slipway-engine-'))

describeEngine('embedded', {
  open: () => openEngine({ dataDir }),
  shared: false,
  clean: () => rm(dataDir, { recursive: true }),
})
