import { announce } from '../core/actions/announce.ts'
import type { Ports } from '../core/actions/ports.ts'
import { clip } from '../core/github/clip.ts'
import { aboutStep } from '../core/chat/messages/about-step.ts'
import type { GitHub, StatusBody, StatusOutcome } from '../core/github/github.ts'
import { type DeploymentRecord, isFinal, type Step } from '../core/records/deployment.ts'
import { sets } from '../core/records/records.ts'

const postingMs = 20_000 // a post that is still open after this died with its poster
const lookAgainMs = 5_000

type Patch = { readonly [K in keyof Step]?: Step[K] }

/** Carries the stored steps of deployments out to GitHub and chat, in order, each once. */
export interface Reporter {
  /** Tells what is due. Resolves when nothing more can be done now; what could not be told is told by a later call. */
  report(key: string): Promise<void>
  /** The same when the last step of `record` was written as claimed by this process. */
  reportClaimed(record: DeploymentRecord): Promise<void>
  /** Resolves when no telling is under way. */
  idle(): Promise<void>
}

export function createReporter(ports: Ports): Reporter {
  const { records, log } = ports
  const lines = new Map<string, Promise<void>>()

  const patchStep = (key: string, index: number, patch: Patch) =>
    records.deployments.update(key, (record) => ({
      ...record,
      steps: record.steps.map((step, i) => (i === index ? { ...step, ...patch } : step)),
    }))

  /** Into the queue of chat, whose job id makes sure that it is told once. */
  async function tellChat(record: DeploymentRecord, step: Step, index: number): Promise<void> {
    await announce(ports, `c-${record.key}-${index}`, record, aboutStep(record, step, await page(record)))
  }

  async function page(record: DeploymentRecord): Promise<string | undefined> {
    const url = await ports.publicUrl()
    return url && `${url}/deployments/${record.id}`
  }

  /** The claim is written first: a crash between claim and answer leaves a step that is looked up before it is repeated. */
  async function claim(record: DeploymentRecord, index: number): Promise<'post' | 'look' | 'leave'> {
    const now = ports.now()
    let verdict: 'post' | 'look' | 'leave' = 'leave'
    await records.deployments.update(record.key, (fresh) => {
      const step = fresh.steps[index]
      verdict = 'leave'
      if (!step || step.github === 'posted' || step.github === 'refused') return undefined
      const since = step.since ?? 0
      if (step.github === 'posting' && now - since < postingMs) return undefined
      if (step.github !== 'posting' && since > now) return undefined
      verdict = step.github === 'due' ? 'post' : 'look'
      const steps = fresh.steps.map((s, i): Step => (i === index ? { ...s, github: 'posting', since: now } : s))
      return { ...fresh, steps }
    })
    return verdict
  }

  /** False when this one has to be told before the next, and cannot be told now. */
  async function post(record: DeploymentRecord, index: number): Promise<boolean> {
    const step = record.steps[index]
    if (!step || step.github === 'posted' || step.github === 'refused') return true
    const verdict = await claim(record, index)
    if (verdict === 'leave') return false
    return postClaimed(record, step, index, verdict)
  }

  async function postClaimed(
    record: DeploymentRecord,
    step: Step,
    index: number,
    verdict: 'post' | 'look',
  ): Promise<boolean> {
    const claimedAt = ports.now()
    const target = ports.apps().find(record.app)?.target(record.environment)
    const github = ports.github(target ?? { githubApi: undefined, githubToken: undefined })
    const found = verdict === 'look' ? await lookUp(github, record, step) : undefined
    if (found) return settle(record, index, found)
    const body = await bodyOf(record, step)
    // A process that stood still has lost its claim: somebody else has told it meanwhile.
    if (ports.now() - claimedAt >= postingMs) return false
    const keeping = setInterval(() => void keepClaim(record, index), postingMs / 4)
    try {
      return await settle(record, index, await github.createStatus(record.repository, record.id, body))
    } finally {
      clearInterval(keeping)
    }
  }

  /** A status may wait for its turn at GitHub for longer than a claim lasts. */
  async function keepClaim({ key, id }: DeploymentRecord, index: number): Promise<void> {
    try {
      await records.deployments.update(key, (fresh) =>
        fresh.steps[index]?.github === 'posting'
          ? { ...fresh, steps: fresh.steps.map((s, i) => (i === index ? { ...s, since: ports.now() } : s)) }
          : undefined,
      )
    } catch (error) {
      log.warn({ deployment: id, err: error }, 'could not keep the claim on a status; trying again')
    }
  }

  /** An unclear status is looked up before it is repeated. */
  async function lookUp(github: GitHub, record: DeploymentRecord, step: Step): Promise<StatusOutcome | undefined> {
    try {
      const statuses = await github.statuses(record.repository, record.id)
      const same = statuses.find((s) => s.state === step.state && (s.description ?? '') === describe(step))
      return same && { kind: 'posted', id: same.id }
    } catch (error) {
      return { kind: 'unclear', message: error instanceof Error ? error.message : String(error) }
    }
  }

  async function bodyOf(record: DeploymentRecord, step: Step): Promise<StatusBody> {
    const target = ports.apps().find(record.app)?.target(record.environment)
    const url = await page(record)
    const environmentUrl = target?.url ?? record.url
    return {
      state: step.state,
      description: describe(step),
      ...(url && { log_url: url }),
      ...(environmentUrl !== undefined && { environment_url: environmentUrl }),
      ...(target?.shared && { auto_inactive: false }),
    }
  }

  async function settle(record: DeploymentRecord, index: number, outcome: StatusOutcome): Promise<boolean> {
    const about = { deployment: record.id, repository: record.repository, state: record.steps[index]?.state }
    switch (outcome.kind) {
      case 'posted':
        await patchStep(record.key, index, { github: 'posted', statusId: outcome.id, told: true })
        return true
      case 'refused':
        log.error({ ...about, why: outcome.message }, 'GitHub refused a status; it is not sent again')
        await patchStep(record.key, index, { github: 'refused' })
        return true
      case 'limited':
        log.warn({ ...about, why: outcome.message }, 'GitHub asks to wait with a status')
        await patchStep(record.key, index, { github: 'due', since: ports.now() + outcome.retryAfterMs })
        return false
      case 'unreachable':
        log.warn({ ...about, why: outcome.message }, 'GitHub is not reachable; the status is kept and sent later')
        await patchStep(record.key, index, { github: 'due', since: ports.now() + lookAgainMs })
        return false
      case 'unclear':
        log.warn(
          { ...about, why: outcome.message },
          'unclear whether GitHub took a status; it is looked up before it is repeated',
        )
        await patchStep(record.key, index, { github: 'unclear', since: ports.now() + lookAgainMs })
        return false
    }
  }

  async function tellAll(key: string): Promise<void> {
    const stored = await records.deployments.get(key)
    if (!stored) return
    const { value: record } = stored
    // Chat first: it only goes into a queue, and people wait for it.
    for (const [index, step] of record.steps.entries()) {
      if (step.told) continue
      await tellChat(record, step, index)
      await patchStep(key, index, { told: true })
    }
    for (const index of record.steps.keys()) if (!(await post(record, index))) return
    await forget(record)
  }

  /** The same for a step that was claimed in the write that added it: two writes less for what happens to every deployment. */
  async function tellLast(record: DeploymentRecord): Promise<void> {
    const index = record.steps.length - 1
    const step = record.steps[index]
    if (!step) return
    await tellChat(record, step, index)
    const before = (await records.deployments.get(record.key))?.value.steps.slice(0, index) ?? []
    if (before.every(isPosted)) {
      if (await postClaimed(record, step, index, 'post')) await forget(record)
      return
    }
    await patchStep(record.key, index, { github: 'due', told: true })
    await tellAll(record.key)
  }

  /** It has ended and everything was told: the sweep need not look at it again. */
  async function forget({ key, state, target }: DeploymentRecord): Promise<void> {
    if (!isFinal(state)) return
    await ports.engine.store.sorted.remove(sets.lane(target), key)
    await ports.engine.store.sorted.remove(sets.active, key)
  }

  /** One after the other for each deployment, so that its steps keep their order. */
  function inOrder(key: string, telling: () => Promise<void>): Promise<void> {
    const before = lines.get(key) ?? Promise.resolve()
    const mine = before
      .then(telling)
      .catch((error: unknown) =>
        log.warn({ key, err: error }, 'could not tell the steps of a deployment; the sweep tries again'),
      )
    lines.set(key, mine)
    void mine.then(() => {
      if (lines.get(key) === mine) lines.delete(key)
    })
    return mine
  }

  return {
    report: (key) => inOrder(key, () => tellAll(key)),
    reportClaimed: (record) => inOrder(record.key, () => tellLast(record)),
    async idle() {
      await Promise.all(lines.values())
    },
  }
}

/** As GitHub will show it: what an unclear status is recognised by. */
const describe = (step: Step) => clip(step.description)

const isPosted = ({ github }: Step) => github === 'posted' || github === 'refused'
