import { baseEnvironment } from '../../command/base-environment.ts'
import type { Context, Job, Provider, Result, StopReason } from '../provider.ts'
import { findProgram } from './find-program.ts'
import { jobJson } from './job-json.ts'
import { resultOf } from './result-of.ts'
import { settings } from './settings.ts'
import type { Settings } from './settings.ts'
import { variables } from './variables.ts'

/** Runs a script of the repository, or a program of the worker, in a work tree at the deployment's commit. */
export const shell: Provider<Settings> = {
  name: 'shell',
  settings,
  can: { hosts: true, tasks: /^deploy(:[a-z][\w-]*)*$/ },

  deploy(job, configured, context) {
    const isRollback = job.task === 'rollback'
    return carryOut(
      job,
      isRollback ? (configured.rollback ?? configured.command) : configured.command,
      configured,
      context,
    )
  },

  rollback(job, configured, context) {
    return carryOut(job, configured.rollback ?? configured.command, configured, context)
  },
}

async function carryOut(
  job: Job,
  command: Settings['command'],
  configured: Settings,
  context: Context,
): Promise<Result> {
  const [name, ...args] = command
  const { timeout: timeoutMs, silence: silenceMs } = configured
  const ran = { name, sha: job.sha, timeoutMs, silenceMs }
  const env = { ...baseEnvironment(), ...configuredVariables(configured, context), ...variables(job) }
  try {
    const tree = await context.checkout()
    const scripts = configured.script_from === 'default_branch' ? await context.checkout('default_branch') : tree
    const program = await findProgram(name, scripts)
    if ('problem' in program) return { outcome: 'failed', summary: program.problem }
    const options = { cwd: tree, env, timeoutMs, silenceMs, stdin: jobJson(job) }
    return resultOf(await context.run([program.path, ...args], options), ran)
  } catch (error) {
    // A checkout that was told to stop rejects; what counts is who told it.
    if (!context.signal.aborted) throw error
    return resultOf({ stopped: context.signal.reason as StopReason }, ran)
  }
}

function configuredVariables({ env }: Settings, context: Context): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, typeof value === 'string' ? value : context.secret(value.env)]),
  )
}
