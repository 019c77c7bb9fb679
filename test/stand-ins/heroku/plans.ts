import type { App, Build, Release } from './state.ts'

/** What a test has in its hand while a build, a release phase or a dyno goes on. */
export interface Doing {
  print(text: string): void
}

export interface Plans {
  /** How the next builds go; the default prints two lines and succeeds. */
  build: (doing: Doing, build: Build) => Promise<'succeeded' | 'failed'>
  /** How the release phase goes; none by default. */
  phase: ((doing: Doing, release: Release) => Promise<'succeeded' | 'failed'>) | undefined
  /** How a promotion to an app goes, before its release phase; a text is an error. */
  promotion: (app: App) => Promise<'succeeded' | { readonly error: string }>
  /** How a one-off dyno goes: its exit code, or none where Heroku does not tell. */
  dyno: (doing: Doing, command: string) => Promise<number | undefined>
}

export const ordinary = (): Plans => ({
  build: async (doing) => {
    doing.print('-----> Building\n')
    doing.print('-----> Done\n')
    return 'succeeded'
  },
  phase: undefined,
  promotion: async () => 'succeeded',
  dyno: async () => 0,
})
