import { z } from 'zod'

// Heaven's own rule for the script: a plain relative path in the repository.
const script = /^(?:[\w-]+\/)*[\w-]+(?:\.\w+)?$/

/** hubot-deploy's and Heaven's keys that an app and an environment (also under `deployments`) may have. */
export const legacyEnvironmentKeys = {
  deploy_script: z
    .string()
    .regex(script, { error: 'must be a path inside the repository, such as "script/deploy.sh"' })
    .optional()
    .describe('Old form of shell.command: a script in the repository.'),
  heroku_name: z.string().optional().describe('Old form of heroku.app.'),
  app_name: z.string().optional().describe('Old form of heroku.app.'),
  provider_env_name: z.string().optional().describe('Old form of heroku.app.'),
  auto_inactive: z.boolean().optional().describe('Not carried out: Slipway itself decides what becomes inactive.'),
} as const

const hook = z.unknown().optional().describe('Not carried out: put these commands into the deploy script.')

/** Old keys that only an app has. */
export const legacyAppKeys = {
  ...legacyEnvironmentKeys,
  deployments: z
    .record(z.string(), z.looseObject({ provider: z.string().optional(), ...legacyEnvironmentKeys }))
    .optional()
    .describe('Old form of settings per environment: provider and app_name under the name of each environment.'),
  authorized_usernames: z.array(z.string()).optional().describe('Old form of deployers.'),
  check_deploy_status: z
    .looseObject({})
    .optional()
    .describe('Times at which hubot-deploy-status compared an environment with the default branch.'),
  code_owner_review: z.unknown().optional().describe('Not carried out: protect the branch on GitHub instead.'),
  before_deploy: hook,
  after_deploy: hook,
  before_build: hook,
  after_build: hook,
} as const

/** Old keys that load and do nothing, with what to do instead. */
export const notCarriedOut: ReadonlyMap<string, string> = new Map([
  ['code_owner_review', 'protect the branch on GitHub to require reviews'],
  ['before_deploy', 'put these commands into the deploy script'],
  ['after_deploy', 'put these commands into the deploy script'],
  ['before_build', 'put these commands into the deploy script'],
  ['after_build', 'put these commands into the deploy script'],
  ['auto_inactive', 'Slipway itself decides which deployments become inactive'],
])
