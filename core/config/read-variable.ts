import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'

/**
 * The value of NAME, or what the file named by NAME_FILE holds without the line breaks at its end.
 * Undefined when neither is set. An empty string counts as not set: npm, compose files and shells leave those behind.
 * Throws ConfigError when both are set, or the file cannot be read or is empty.
 */
export function readVariable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const fileName = `${name}_FILE`
  const direct = filled(env[name])
  const file = filled(env[fileName])
  if (direct !== undefined && file !== undefined) {
    throw new ConfigError([`${name} and ${fileName} are both set: keep one of them`])
  }
  if (file === undefined) return direct

  const content = contentOf(file, fileName).replace(/[\r\n]+$/, '')
  if (filled(content) === undefined) throw new ConfigError([`${fileName}: ${file} is empty: write the value into it`])
  return content
}

const systemError = z.object({ code: z.string() })

const filled = (value: string | undefined) => (value === undefined || value.trim() === '' ? undefined : value)

function contentOf(file: string, fileName: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const why = systemError.safeParse(error).data?.code ?? String(error)
    throw new ConfigError([`${fileName}: cannot read ${file} (${why}): name a file that this user may read`])
  }
}
