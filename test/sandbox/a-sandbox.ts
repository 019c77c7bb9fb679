import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'
import { execa } from 'execa'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'

interface Entry {
  readonly git: string
  readonly shell: { readonly command: readonly string[]; readonly env: { readonly [name: string]: string } }
  readonly environments: {
    readonly [name: string]: { readonly shell: { readonly env: { readonly [name: string]: string } } }
  }
}

/** A sandbox for a test file; its services are stopped and its directory goes with it. */
export function aSandbox() {
  const here: { sandbox?: Sandbox; dir?: string } = {}
  const sandbox = () => {
    if (here.sandbox === undefined) throw new Error('the sandbox of this test file has not started')
    return here.sandbox
  }

  beforeAll(async () => {
    here.dir = await mkdtemp(join(tmpdir(), 'sandbox-'))
    here.sandbox = await startSandbox({ dir: join(here.dir, 'data') })
  })
  afterAll(async () => {
    await here.sandbox?.stopServices()
    await here.sandbox?.close()
    if (here.dir !== undefined) await rm(here.dir, { recursive: true, force: true })
  })

  async function restart(): Promise<void> {
    await sandbox().close()
    here.sandbox = await startSandbox({ dir: join(here.dir ?? '', 'data') })
  }

  /** Does what a worker does with apps.json: a clone at the sha, the command in it, few variables. */
  async function checkedOut(ref: string, environment: string) {
    const apps = JSON.parse(await readFile(sandbox().env['HUBOT_DEPLOY_APPS_JSON'] ?? '', 'utf8')) as { webapp: Entry }
    const { git, shell, environments } = apps.webapp
    const sha = (await sandbox().github.repository('acme/webapp').sha(ref)) ?? ''
    const tree = await mkdtemp(join(here.dir ?? '', 'tree-'))
    await execa('git', ['clone', '--quiet', git, tree])
    await execa('git', ['-C', tree, 'checkout', '--quiet', '--detach', sha])
    const env = {
      PATH: process.env['PATH'],
      DEPLOY_APP: 'webapp',
      DEPLOY_ENVIRONMENT: environment,
      DEPLOY_SHA: sha,
      SLIPWAY_RUN: 'a-run',
      ...shell.env,
      ...environments[environment]?.shell.env,
    }
    const run = () =>
      execa(join(tree, shell.command[0] ?? ''), { cwd: tree, env, extendEnv: false, reject: false, all: true })
    return { sha, run }
  }

  return { sandbox, restart, checkedOut }
}
