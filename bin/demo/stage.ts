import { settled } from '../../core/actions/settled.ts'
import { short } from '../../core/chat/words.ts'
import type { Deployment } from '../../sandbox/github/index.ts'
import { type Checks, setChecks } from '../../sandbox/set-checks.ts'
import { tellBehindTheScenes } from './behind-the-scenes.ts'
import { openWorld, type World } from './open-world.ts'
import { inTime } from './patience.ts'
import { createRoom } from './room.ts'
import { StoryBroke } from './story-broke.ts'
import type { Teller } from './teller.ts'

const actMs = 40_000 // an act takes some seconds; one that takes this long hangs

export interface Push {
  readonly who: 'alice' | 'bob'
  readonly branch: string
  /** What the service says from then on; the commit says it too. */
  readonly change: string
  readonly checks?: Checks
  /** How long its deploy takes. */
  readonly seconds?: number
}

/** What the acts play on. Whatever happens on it is told. */
export interface Stage extends Pick<World, 'sandbox' | 'slipway'> {
  readonly teller: Teller
  /** Aborted when nobody wants to hear the end. */
  readonly signal: AbortSignal
  /** Resolves when slip has answered. */
  says(who: 'alice' | 'bob', line: string): Promise<void>
  /** Resolves with the commit's sha. */
  pushes(push: Push): Promise<string>
  /** Resolves when everything that people asked for is over, and told. */
  over(): Promise<void>
  /** Tells what an environment serves. */
  shows(environment: string, app?: string): Promise<void>
  /** The same. Throws StoryBroke when it is another commit than the one that was deployed. */
  serves(environment: string, sha: string, app?: string): Promise<void>
  /** Oldest first. */
  deployments(environment: string, app?: string): readonly Deployment[]
  close(): Promise<void>
}

export interface StageOptions {
  readonly teller: Teller
  readonly signal: AbortSignal
  readonly writeLog: (line: string) => void
}

export async function openStage({ teller, signal, writeLog }: StageOptions): Promise<Stage> {
  const requests: string[] = []
  const pushed = new Set<string>()
  let catchUp = async () => {}
  const room = createRoom({
    asked: (request) => requests.push(request),
    async heard(text) {
      // What led to a word is told before it.
      await catchUp()
      teller.tells('slip', text)
    },
  })
  const world = await openWorld({ surface: room.surface, writeLog })
  const { sandbox, slipway } = world
  const behind = tellBehindTheScenes(world, teller, (sha) => !pushed.has(sha))
  catchUp = () => behind.catchUp()
  await catchUp()
  slipway.open()

  const repository = (app: string) => sandbox.github.repository(`acme/${app}`)
  const deployments = (environment: string, app = 'webapp') =>
    repository(app)
      .deployments()
      .filter((made) => made.environment === environment)

  async function pushes({ who, branch, change, checks = 'green', seconds }: Push): Promise<string> {
    const webapp = repository('webapp')
    const file = `changes/${Date.now()}.txt` // the newest in order of names is what the service says
    const files = { [file]: `${change}\n`, ...(seconds !== undefined && { slow: `${seconds}\n` }) }
    const sha = await webapp.commit(branch, { message: change, author: who, files })
    pushed.add(sha)
    await setChecks(webapp, sha, checks)
    const told = webapp.contexts(sha).map(({ context, state }) => `${context} ${state}`)
    teller.tells('github', `${who} pushed ${short(sha)} to ${branch}: "${change}" (${told.join(', ')})`)
    return sha
  }

  async function shows(environment: string, app = 'webapp'): Promise<void> {
    teller.tells('world', `${environment} serves ${await sandbox.served(environment, app)}`)
  }

  return {
    sandbox,
    slipway,
    teller,
    signal,
    async says(who, line) {
      await catchUp()
      teller.tells(who, line)
      await room.say(who, line)
    },
    pushes,
    async over() {
      await inTime(settled(requests.splice(0), slipway.ports, signal), {
        expected: 'everything to be over',
        seen: () => 'that it was not',
        withinMs: actMs,
        signal,
      })
      await catchUp()
    },
    shows,
    async serves(environment, sha, app = 'webapp') {
      await shows(environment, app)
      const seen = (await sandbox.serving(environment, app))?.sha
      if (seen === sha) return
      throw new StoryBroke(
        `${app} in ${environment} to serve ${short(sha)}`,
        seen === undefined ? 'nothing' : short(seen),
      )
    },
    deployments,
    async close() {
      try {
        await behind.close()
      } finally {
        await world.close()
      }
    },
  }
}
