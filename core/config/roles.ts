import { ConfigError } from './config-error.ts'

export const allRoles = ['chat', 'server', 'worker'] as const
export type Role = (typeof allRoles)[number]

const isRole = (word: string): word is Role => allRoles.some((role) => role === word)

/** The roles named on the command line, each once and in our order; all of them when none is named. */
export function readRoles(words: readonly string[]): readonly Role[] {
  const strangers = words.filter((word) => !isRole(word))
  if (strangers.length > 0) {
    throw new ConfigError(strangers.map((word) => `There is no role "${word}": the roles are ${allRoles.join(', ')}`))
  }
  return words.length === 0 ? allRoles : allRoles.filter((role) => words.includes(role))
}
