import type { Target } from '../../apps/app.ts'
import { clip } from '../../github/clip.ts'
import type { DeploymentBody } from '../../github/github.ts'
import type { Json } from '../../json.ts'
import type { Request } from '../../records/request.ts'

export interface Sender {
  readonly robotName: string
  readonly instance: string
  /** Undefined when GitHub did not show the repository; then every ref counts as another branch. */
  readonly defaultBranch: string | undefined
}

const fullSha = /^[0-9a-f]{40}$/

/** What GitHub is asked, DESIGN §4 GitHub. Readers of the repository read it: it holds nothing of apps.json but `provider` and `payload`. */
export function deploymentBody(request: Request, target: Target, sender: Sender): DeploymentBody {
  const contexts = request.skipChecks ? [] : target.requiredContexts
  return {
    ref: request.sha ?? request.ref,
    task: request.task,
    auto_merge: mergesDefaultBranch(request, target, sender.defaultBranch),
    ...(contexts && { required_contexts: contexts }),
    environment: request.environment,
    ...(target.transient !== undefined && { transient_environment: target.transient }),
    ...(target.production !== undefined && { production_environment: target.production }),
    description: clip(`${request.task} of ${request.ref} to ${request.environment}, asked by ${request.who.name}`),
    payload: payloadOf(request, target, sender),
  }
}

/** Only into another branch than the default one, and never behind the back of somebody who named an exact commit or said `!`. */
function mergesDefaultBranch(request: Request, target: Target, defaultBranch: string | undefined): boolean {
  const exact = request.sha !== undefined || fullSha.test(request.ref)
  if (exact || request.skipChecks || request.ref === defaultBranch) return false
  return target.autoMerge
}

function payloadOf(request: Request, target: Target, { robotName, instance }: Sender): Json {
  const { place, who } = request
  return {
    name: request.app,
    robotName,
    instance,
    request: request.id,
    hosts: request.hosts.join(','),
    notify: {
      adapter: place.adapter,
      room: place.room,
      user: who.id.slice(who.id.indexOf(':') + 1),
      user_name: who.name,
      message_id: place.messageId ?? null,
      thread_id: place.threadId ?? null,
    },
    config: { ...published(target.payload), provider: target.provider ?? null },
    actor: who.name,
    reason: request.reason ?? null,
    rollback_of: request.rollback?.of ?? null,
    retry_of: request.retryOf ?? null,
    ...(request.sha !== undefined && request.sha !== request.ref && { branch: request.ref }),
  }
}

/** hubot-deploy published every key of an app beside its provider; ours publishes those under `payload`, in the same place. */
const published = (payload: Json | undefined): { readonly [key: string]: Json | undefined } =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    ? Object.fromEntries(Object.entries(payload))
    : {}
