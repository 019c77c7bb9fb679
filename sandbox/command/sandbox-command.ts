import { commit } from './commit.ts'
import { green } from './green.ts'
import { parseSandboxCommand } from './parse.ts'
import { SandboxError, type SandboxParts } from './sandbox-parts.ts'
import { show } from './show.ts'

/** Carries out a `sandbox …` line and returns what to say; undefined when the text is not for the sandbox. */
export async function sandboxCommand(text: string, sandbox: SandboxParts): Promise<string | undefined> {
  const command = parseSandboxCommand(text)
  if (command === undefined) return undefined
  try {
    if (command.kind === 'commit') return await commit(command, sandbox)
    if (command.kind === 'green') return await green(command, sandbox)
    return command.kind === 'wrong' ? command.says : await show(sandbox)
  } catch (error) {
    if (error instanceof SandboxError) return error.message
    throw error
  }
}
