import type { Ports } from '../core/actions/ports.ts'
import type { Target } from '../core/apps/app.ts'
import { readVariable } from '../core/config/read-variable.ts'
import type { Tree } from './checkout/checkouts.ts'
import { runCommand } from './command/run-command.ts'
import type { Workshop } from './context.ts'
import type { LogWriter } from './log/log-writer.ts'
import type { Context } from './providers/provider.ts'

interface Work {
  readonly ports: Pick<Ports, 'github'>
  readonly workshop: Pick<Workshop, 'redactor' | 'checkouts' | 'env'>
  readonly target: Pick<Target, 'repository' | 'git' | 'githubApi' | 'githubToken'>
  /** Names the run's processes and work trees. */
  readonly run: string
  /** What `checkout` checks out; undefined where there is no deployment. */
  readonly commit: { readonly sha: string; readonly ref: string } | undefined
  readonly signal: AbortSignal
  readonly writer: Pick<LogWriter, 'output' | 'line'>
  /** Calls `beat` as long as commands may go on. */
  readonly heartbeats: (beat: () => void) => () => void
}

export interface Tools extends Pick<Context, 'github' | 'secret' | 'conceal' | 'variable' | 'checkout' | 'run'> {
  /** Removes the work trees. */
  readonly close: () => Promise<void>
}

/** What a provider works with beside the log: GitHub, the worker's environment, work trees and commands. */
export function createTools({ ports, workshop, target, run, commit, signal, writer, heartbeats }: Work): Tools {
  const { redactor, checkouts, env } = workshop
  const github = ports.github(target)
  const trees: Tree[] = []

  return {
    github,
    secret(name) {
      const value = readVariable(env, name)
      if (value === undefined)
        throw new Error(`${name} is not set in the environment of the worker, and apps.json asks for it`)
      redactor.add(value)
      return value
    },
    conceal: (value) => redactor.add(value),
    variable: (name) => readVariable(env, name),
    async checkout(of = 'deployment') {
      const cloneUrl = target.git ?? `${github.serverUrl}/${target.repository}.git`
      // GitHub's token is for GitHub: another host's repository is read without it.
      const token = target.git === undefined ? await github.cloneToken(target.repository) : undefined
      if (token !== undefined) redactor.add(token)
      const source = { repository: target.repository, cloneUrl, run, signal, token }
      const tree =
        of === 'deployment' && commit
          ? await checkouts.tree({ ...source, ...commit })
          : await checkouts.defaultBranchTree(source)
      trees.push(tree)
      return tree.path
    },
    async run(command, { onLine, ...options }) {
      const output = writer.output(onLine)
      try {
        return await runCommand({
          ...options,
          command,
          run,
          signal,
          heartbeats,
          onOutput: output.write,
          note: (line) => writer.line(line),
        })
      } finally {
        await output.end()
      }
    },
    async close() {
      for (const tree of trees) await tree.remove()
    },
  }
}
