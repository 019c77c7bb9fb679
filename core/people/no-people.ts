import type { PeopleTools } from './tools.ts'

/** Nobody is known and nobody can be linked: for benches and tests that are about something else. */
export const noPeople: PeopleTools = {
  file: () => new Map(),
  linker: { why: 'nothing is set up', remedy: 'set it up' },
  isLinked: () => true,
  isInTeam: async () => false,
}
