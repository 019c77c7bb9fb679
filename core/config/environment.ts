import { parseDuration } from '../apps/duration.ts'
import { secretsOfEnvironment } from '../secrets/secrets-of-environment.ts'
import { ConfigError } from './config-error.ts'
import { readVariable } from './read-variable.ts'
import { type Variable, type VariableName, variables } from './variables.ts'

/** Reads variables of the table one by one and collects what is wrong with them, so that all of it can be told at once. */
export interface Environment {
  text(name: VariableName): string | undefined
  /** Trimmed entries of a comma list, without empty ones. */
  list(name: VariableName): readonly string[]
  /** An http(s) address without a slash at its end. */
  url(name: VariableName): string | undefined
  /** A whole number within the bounds. */
  number(name: VariableName, fallback: number, bounds: { readonly min: number; readonly max: number }): number
  /** In milliseconds; `forever` is Infinity. */
  duration(name: VariableName, fallback: string): number
  /** `problem` is the line a person reads; it begins with the variable's name. */
  wrong(problem: string): void
  readonly problems: readonly string[]
  /** What must not be seen of all that was read so far. */
  secrets(): readonly string[]
}

export function openEnvironment(env: NodeJS.ProcessEnv): Environment {
  const problems: string[] = []
  const values = new Map<string, string | undefined>()

  function text(name: VariableName): string | undefined {
    if (!values.has(name)) values.set(name, firstOf([name, ...alsoCalled(name)]))
    return values.get(name)
  }

  function firstOf(spellings: readonly string[]): string | undefined {
    for (const spelling of spellings) {
      const value = attempt(() => readVariable(env, spelling)?.trim())
      if (value !== undefined) return value
    }
    return undefined
  }

  function attempt(read: () => string | undefined): string | undefined {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      problems.push(...error.problems)
      return undefined
    }
  }

  const list = (name: VariableName) =>
    (text(name) ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')

  function url(name: VariableName): string | undefined {
    const value = text(name)
    if (value === undefined) return undefined
    if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '')
    problems.push(`${name} is not an address: write one such as https://host.example`)
    return undefined
  }

  function number(name: VariableName, fallback: number, { min, max }: { min: number; max: number }): number {
    const value = text(name)
    if (value === undefined) return fallback
    const parsed = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    if (parsed >= min && parsed <= max) return parsed
    problems.push(`${name} is "${value}": write a whole number from ${min} to ${max}`)
    return fallback
  }

  function duration(name: VariableName, fallback: string): number {
    const value = text(name) ?? fallback
    const parsed = value === 'forever' ? Number.POSITIVE_INFINITY : parseDuration(value)
    if (parsed !== undefined) return parsed
    problems.push(`${name} is "${value}": write a length of time such as 90s, 15m, 2h or 90d`)
    return 0
  }

  return {
    text,
    list,
    url,
    number,
    duration,
    wrong: (problem) => void problems.push(problem),
    problems,
    secrets: () => secretsOfEnvironment(Object.fromEntries(values)),
  }
}

function alsoCalled(name: VariableName): readonly string[] {
  const table: readonly Variable[] = variables
  return table.find((one) => one.name === name)?.also ?? []
}
