import type { Message } from '../message.ts'
import { refAt } from '../words.ts'

interface Undone {
  readonly id: number
  readonly ref: string
  readonly sha: string
  readonly who: string
}

interface RollingBack extends Pick<Undone, 'ref' | 'sha'> {
  readonly app: string
  readonly environment: string
  readonly to?: number | undefined
  readonly undoes: readonly Undone[]
  readonly fromGitHub: boolean
}

/** Said at once, with what will be undone. */
export const rollingBack = ({ app, environment, ref, sha, to, undoes, fromGitHub }: RollingBack): Message => ({
  title: `asking GitHub to roll ${app} in ${environment} back to ${refAt(ref, sha)}${to === undefined ? '' : ` of #${to}`}`,
  lines: [
    ...undoes.map((each) => `undoes #${each.id} ${refAt(each.ref, each.sha)} by ${each.who}`),
    ...(fromGitHub ? ['as GitHub tells it: it ran before anything went through us'] : []),
  ],
})
