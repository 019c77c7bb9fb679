import type { Plans } from './plans.ts'
import type { App, Build, Release, World } from './state.ts'

/** Makes a release, with its release phase where a test has planned one. */
export function playRelease(
  world: World,
  plans: Plans,
  app: App,
  of: { readonly commit?: string; readonly slug?: string; readonly description?: string },
  tell: (status: 'succeeded' | 'failed') => void = () => {},
): Release {
  const { phase } = plans
  const plain = app.release({ ...of, status: phase ? 'pending' : 'succeeded' })
  if (!phase) {
    tell('succeeded')
    return plain
  }
  const { output, link } = world.newOutput()
  const release = { ...plain, output_stream_url: link }
  app.releases[app.releases.indexOf(plain)] = release
  void phase({ print: (text) => output.print(text) }, release).then((status) => {
    release.status = status
    tell(status)
    output.end()
  })
  return release
}

export function playBuild(world: World, plans: Plans, app: App, build: Build, end: () => void): void {
  const output = world.outputs.get(new URL(build.output_stream_url).searchParams.get('token') ?? '')
  void plans.build({ print: (text) => output?.print(text) }, build).then((status) => {
    // A build that was cancelled has failed, whatever its plan says now.
    if (build.status !== 'pending') return
    if (status === 'succeeded') {
      const { version: commit } = build.source_blob
      build.release = { id: playRelease(world, plans, app, { commit, description: `Deploy ${commit.slice(0, 8)}` }).id }
    }
    build.status = status
    end()
  })
}
