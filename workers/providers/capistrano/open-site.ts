import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { startAgent } from './agent.ts'
import { bastion } from './bastion.ts'
import { programOf } from './bundle.ts'
import { capfile } from './capfile.ts'
import { environmentOf } from './environment.ts'
import { Halt } from './halt.ts'
import { type Machine, thisMachine } from './machine.ts'
import { latePins, pins } from './pins.ts'
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
  const here = await thisMachine(context, tree)
  const opened: { close(): Promise<void> }[] = [here]
  const close = async () => {
    for (const each of opened.toReversed()) await each.close()
  }

  try {
    const name = capfileIn(tree)
    const { ssh_key: key, user, forward_agent: forwardAgent, gateway, on } = settings
    const agent = key && (await startAgent(context.secret(key.env), key.env, settings.timeout))
    if (agent) opened.push(agent)
    const trusted = await trustedKeys(settings)
    const local = { machine: here, trusted, agent: agent?.socket }
    await prepare(local, settings)
    const machine =
      on === undefined ? here : await bastion({ at: on, sshConfig: `${here.folder}/ssh_config` }, context, tree)
    // Over there the agent is only reached where it is forwarded, and then ssh says how.
    const ours = machine === here ? local : { machine, trusted, agent: undefined }
    if (machine !== here) {
      opened.push(machine)
      await prepare(ours, settings)
    }
    await machine.write('pins.rb', pins)
    await machine.write('late-pins.rb', latePins)
    await machine.write('Capfile', capfile)
    const env = environmentOf(settings, context, ours.agent, job)
    const program = await programOf(tree, env, machine)
    const orders = {
      capfile: `${machine.tree}/${name}`,
      ...(job && { sha: job.sha }),
      ...(user !== undefined && { user }),
      ...(trusted !== undefined && { known_hosts: `${machine.folder}/known_hosts` }),
      ...(gateway !== undefined && { gateway: tunnel(gateway, `${machine.folder}/ssh_config`) }),
      own_key: ours.agent !== undefined,
      forward_agent: forwardAgent,
    }
    return { ...createSite({ visit, machine, env, program, orders }), close }
  } catch (error) {
    await close()
    throw error
  }
}

interface Prepared {
  readonly machine: Machine
  readonly trusted: string | undefined
  readonly agent: string | undefined
}

/** What ssh needs on a machine that connects to others. */
async function prepare({ machine, trusted, agent }: Prepared, settings: Settings): Promise<void> {
  const { user, forward_agent: forwardAgent } = settings
  if (trusted !== undefined) await machine.write('known_hosts', trusted)
  const knownHosts = trusted === undefined ? undefined : `${machine.folder}/known_hosts`
  await machine.write('ssh_config', sshConfig({ knownHosts, agent, user, forwardAgent }))
}

function capfileIn(tree: string): string {
  const names = new Set(readdirSync(tree))
  const name = capfiles.find((each) => names.has(each))
  if (name === undefined) throw new Halt('there is no Capfile in the repository at this commit')
  return name
}

/** Never a file of the repository: a branch would decide whom to trust. */
async function trustedKeys({ known_hosts: known }: Settings): Promise<string | undefined> {
  if (known === undefined) return undefined
  if (typeof known !== 'string') return known.map((line) => `${line}\n`).join('')
  const file = resolve(known.replace(/^~(?=\/)/, homedir()))
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new Halt(`known_hosts cannot be read on the worker: ${error.message}`)
  })
}
