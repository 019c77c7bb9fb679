import type { Target } from '../apps/app.ts'
import type { CheckContext } from '../github/github.ts'

/** Who asks, or for whom. */
export interface Actor {
  /** Surface and account: `shell:alice`, `api:ci`, `github:octocat`. */
  readonly id: string
  /** What `deployers` may call them: account names and ids; those of one kind only carry it: `slack:U01`. */
  readonly names: readonly string[]
  /** Logins on GitHub that are proven to be theirs. */
  readonly logins?: readonly string[]
  /** Teams of GitHub they are in, of those the target's lists name: `@org/team`. */
  readonly teams?: readonly string[]
  /** Why a team could not be read, one sentence each. */
  readonly unread?: readonly string[]
}

/**
 * All that the gates look at. They are judged when a command is asked and again when its deployment starts; what is
 * not known at that moment is left out, and the gate that needs it passes:
 *
 * | fact | known | gate |
 * | --- | --- | --- |
 * | ref | at the start; the grammar judged what was typed | ref |
 * | room | when somebody asked in a room (the API's room is `api`) | room |
 * | checks | at the start of a deployment that is none of ours; GitHub judged those of ours | checks |
 * | createdAt, maxAgeMs | at the start | age |
 * | deployment, newestStarted | at the start | order |
 */
export interface Facts {
  readonly target: Target
  readonly command: { readonly task: string; readonly force: boolean; readonly hosts: readonly string[] }
  readonly actor: Actor
  /** What the deployment is of. */
  readonly ref?: string
  /** Every name `allowed_rooms` may have for it: its name, its id. */
  readonly room?: { readonly names: readonly string[] }
  readonly provider: {
    /** Whether this process has a provider of the target's name. */
    readonly known: boolean
    readonly can?: { readonly hosts: boolean; readonly tasks: RegExp }
    /** Why the provider's own schema refuses the target's settings. */
    readonly problem?: string
    /** Why it cannot limit itself to these hosts, or has not this task, on this target. */
    readonly refusal?: string
  }
  /** `request`: a command of ours led to it. `github`: somebody made the deployment there. */
  readonly origin: 'request' | 'github'
  readonly now: number
  /** When GitHub made the deployment, in ms. */
  readonly createdAt?: number
  /** Time it spent in our own lane, in ms; that does not make it old. */
  readonly queuedMs?: number
  readonly maxAgeMs?: number
  /** GitHub's id. */
  readonly deployment?: number
  /** The highest id that has started on this target. */
  readonly newestStarted?: number
  /** Of the deployment's commit. */
  readonly checks?: readonly CheckContext[]
}
