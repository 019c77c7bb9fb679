import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'
import { Octokit } from '@octokit/rest'
import { type SandboxGitHub, startSandboxGitHub } from '../../../sandbox/github/index.ts'
import type { SandboxGitHubOptions } from '../../../sandbox/github/sandbox-github.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

export const clientOf = (github: SandboxGitHub, token = github.token) =>
  new Octokit({ auth: token, baseUrl: github.url, log: silent })

/** One GitHub for a test file, with the real client; the directory goes with it. */
export function aGitHub(options: Omit<SandboxGitHubOptions, 'dir'> = {}) {
  const here: { github?: SandboxGitHub; dir?: string } = {}
  const github = () => {
    if (here.github === undefined) throw new Error('the GitHub of this test file has not started')
    return here.github
  }

  beforeAll(async () => {
    here.dir = await mkdtemp(join(tmpdir(), 'sandbox-github-'))
    here.github = await startSandboxGitHub({ dir: here.dir, ...options })
  })
  afterAll(async () => {
    await here.github?.close()
    if (here.dir !== undefined) await rm(here.dir, { recursive: true, force: true })
  })

  return { github, client: (token?: string) => clientOf(github(), token) }
}

/** The HTTP answer, whether the client calls it an error or not. */
export async function answerOf(call: Promise<{ status: number; data: unknown }>) {
  try {
    const { status, data } = await call
    return { status, data }
  } catch (error) {
    const { status, response } = error as { status: number; response?: { data: unknown } }
    return { status, data: response?.data }
  }
}
