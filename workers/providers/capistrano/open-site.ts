import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Agent, startAgent } from './agent.ts'
import { programOf } from './bundle.ts'
import { capfile } from './capfile.ts'
import { environmentOf } from './environment.ts'
import { Halt } from './halt.ts'
import type { Settings } from './settings.ts'
import { createSite, type Site, type Visit } from './site.ts'
import { sshConfig, tunnel } from './ssh-config.ts'

/** Where rake looks for an app's own. */
const capfiles = ['capfile', 'Capfile', 'capfile.rb', 'Capfile.rb']

export interface OpenSite extends Site {
  /** Ends the agent and removes what was written for the run. */
  close(): Promise<void>
}

/**
 * A tree with the app's Capfile, an agent with the app's key, and all that cap needs around them. Throws Halt when the app
 * or the settings are not fit for it, Stopped when it was told to stop meanwhile.
 */
export async function openSite(visit: Visit): Promise<OpenSite> {
  const { settings, context, job } = visit
  const tree = await context.checkout(job ? 'deployment' : 'default_branch')
  const folder = await mkdtemp(join(tmpdir(), 'slipway-cap-'))
  let agent: Agent | undefined

  async function close(): Promise<void> {
    await agent?.close()
    await rm(folder, { recursive: true, force: true })
  }

  try {
    const { ssh_key: key, user, forward_agent: forwardAgent, gateway } = settings
    if (key) agent = await startAgent(context.secret(key.env), key.env, settings.timeout)
    const knownHosts = await knownHostsFile(settings, folder)
    const config = join(folder, 'ssh_config')
    await writeFile(config, sshConfig({ knownHosts, agent: agent?.socket, user, forwardAgent }))
    await writeFile(join(folder, 'Capfile'), capfile)
    const env = environmentOf(settings, context, agent?.socket, job)
    const program = await programOf(tree, env, context)
    const orders = {
      capfile: capfileIn(tree),
      ...(job && { sha: job.sha }),
      ...(user !== undefined && { user }),
      ...(knownHosts !== undefined && { known_hosts: knownHosts }),
      ...(gateway !== undefined && { gateway: tunnel(gateway, config) }),
      own_key: agent !== undefined,
      forward_agent: forwardAgent,
    }
    return { ...createSite({ visit, tree, folder, env, program, orders }), close }
  } catch (error) {
    await close()
    throw error
  }
}

function capfileIn(tree: string): string {
  const names = new Set(readdirSync(tree))
  const name = capfiles.find((each) => names.has(each))
  if (name === undefined) throw new Halt('there is no Capfile in the repository at this commit')
  return join(tree, name)
}

/** Never a file of the repository: a branch would decide whom to trust. */
async function knownHostsFile({ known_hosts: known }: Settings, folder: string): Promise<string | undefined> {
  if (known === undefined) return undefined
  if (typeof known !== 'string') {
    const file = join(folder, 'known_hosts')
    await writeFile(file, known.map((line) => `${line}\n`).join(''))
    return file
  }
  const file = resolve(known.replace(/^~(?=\/)/, homedir()))
  if (!existsSync(file)) throw new Halt(`known_hosts: ${file} is not there on the worker`)
  return file
}
