import { z } from 'zod'
import { environmentKeys } from './environment-keys.ts'
import { gitUrl } from './git-url.ts'
import { legacyAppKeys, legacyEnvironmentKeys } from './legacy-keys.ts'
import { secret } from './secret.ts'

// GitHub's letters for an owner (with the underscore of enterprise accounts) and a repository.
const fullName = /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/

export const environmentEntry = z
  .looseObject({ ...environmentKeys, ...legacyEnvironmentKeys })
  .describe('Rules of this environment; they win over those of the app.')

export const appKeys = {
  repository: z
    .string()
    .regex(fullName, { error: 'must be owner/name, such as "acme/webapp"' })
    .describe('The repository on GitHub, as owner/name.'),
  environments: z
    .union([z.array(z.string()), z.record(z.string(), environmentEntry)], {
      error: 'must be a list of names, or an object of names with their rules',
    })
    .optional()
    .describe('Where the app runs: a list of names, or an object of names with their rules. Default: ["production"].'),
  default_environment: z
    .string()
    .optional()
    .describe('Environment when none is named. Default: production if there is one, else the only one.'),
  ...environmentKeys,
  git: gitUrl.optional().describe("Clone URL other than GitHub's: https, ssh, git@host:path or file://."),
  accept_from: z.array(z.string()).optional().describe('Logins of Apps or bots whose deployments are carried out too.'),
  github_api: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe('API address of the GitHub this app lives on.'),
  github_token: z
    .union([secret, z.string()], { error: 'must be {"env": "NAME"}' })
    .optional()
    .describe('Token for this app alone, as {"env": "NAME"}. A token written here works, with a warning.'),
  pull_requests: z
    .union([z.boolean(), z.record(z.string(), z.unknown())], { error: 'must be true, false or an object' })
    .optional()
    .describe('What Slipway does on pull requests.'),
  paths: z.array(z.string()).optional().describe('Only commits that touch these paths count as changes of this app.'),
  irreversible: z
    .union([z.boolean(), z.array(z.string())], { error: 'must be true, false or a list of paths' })
    .optional()
    .describe('Paths (such as migrations) whose changes a rollback cannot undo.'),
  commands: z
    .record(z.string(), z.union([z.array(z.string()), z.record(z.string(), z.unknown())]))
    .optional()
    .describe('Questions that chat may ask about the running app.'),
  ...legacyAppKeys,
} as const

/** One app of apps.json. Unknown keys pass here and are judged apart, with the nearest known key. */
export const appEntry = z.looseObject(appKeys).describe('An app: something that can be deployed.')

export type AppEntry = z.output<typeof appEntry>
export type EnvironmentEntry = z.output<typeof environmentEntry>

/** The whole file, for editors. Loading takes each app by itself, so that one bad app leaves the others standing. */
export const appsFile = z
  .object({ $schema: z.string().optional().describe('Address of the schema, for editors.') })
  .catchall(appEntry)
  .describe('What Slipway can deploy: the name of each app, and how it is deployed.')
