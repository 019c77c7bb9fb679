import { z } from 'zod'
import { duration } from '../duration.ts'
import { nag, windows } from './timetable.ts'

const names = z.array(z.string().min(1, { error: 'must not be empty' }))
const people = (what: string) =>
  names
    .optional()
    .describe(`${what}: account names or ids, "slack:U…", "github:…", "api:…" for one kind only, or "@org/team".`)

const settingsOf = (provider: string) =>
  z
    .record(z.string(), z.unknown())
    .optional()
    .describe(`Settings of the ${provider} provider. Those of an environment win over those of the app, key by key.`)

const rules = z.record(z.string(), z.unknown())
const switchOrRules = z.union([z.boolean(), rules], { error: 'must be true, false or an object' })

const check = z.looseObject({
  http: z.string().optional().describe('Address that has to answer well.'),
  command: z.array(z.string()).optional().describe('Command that has to end with 0.'),
  for: duration.optional().describe('How long it has to stay well, such as "2m".'),
})

/** Keys that an app and each of its environments may have; the environment's wins. */
export const environmentKeys = {
  provider: z
    .string()
    .min(1, { error: 'must not be empty' })
    .optional()
    .describe(
      'Who carries a deployment out: ecs, capistrano, heroku, actions, shell, a path such as "./my/provider.js" or a package.',
    ),
  ecs: settingsOf('ecs'),
  capistrano: settingsOf('capistrano'),
  heroku: settingsOf('heroku'),
  actions: settingsOf('actions'),
  shell: settingsOf('shell'),
  required_contexts: names
    .optional()
    .describe('Checks that must be green. [] for none; when left out GitHub wants all that reported.'),
  auto_merge: z.boolean().optional().describe('Merge the default branch into the branch first. Default: true.'),
  allowed_rooms: names
    .optional()
    .describe('Rooms (names or ids) where deploys may be asked for. All when left out; [] for none.'),
  room: z.string().optional().describe('Room for messages about deployments that nobody asked for in chat.'),
  payload: z
    .record(z.string(), z.json())
    .optional()
    .describe("Published in the deployment's payload: everybody who can read the repository can read it."),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe('Address of what runs there; GitHub links to it.'),
  transient_environment: z.boolean().optional().describe('The environment will be gone some day, as review apps are.'),
  production_environment: z.boolean().optional().describe('People use it. GitHub assumes so for "production" only.'),
  deployers: people('Who may deploy. Everybody in an allowed room when left out'),
  admins: people('Who may pass windows, freezes, approval and the locks of others'),
  approvers: people('Who may approve'),
  approvals: z.int().min(0, { error: 'must not be negative' }).optional().describe('How many people have to approve.'),
  windows: windows.optional().describe('When the environment may change. Any time when left out.'),
  after: z
    .union([z.string(), names], { error: 'must be the name of an environment, or a list of them' })
    .optional()
    .describe('Environment (or list of them) that has to run the same commit first.'),
  guard_merges: switchOrRules.optional().describe('Holds the merge button while the environment may not change.'),
  auto_deploy: switchOrRules.optional().describe('Deploy the default branch by itself when it is green.'),
  nag: nag.optional().describe('A regular word about commits that are not there yet.'),
  verify: z.array(check).optional().describe('What has to be well after a deployment before it counts as a success.'),
  watch: z
    .union([z.array(rules), rules], { error: 'must be an object or a list of objects' })
    .optional()
    .describe('What to keep an eye on after a success.'),
  rollback: z
    .enum(['auto', 'ask', 'off'])
    .optional()
    .describe('What to do when verification fails: roll back ("auto"), offer it ("ask"), nothing ("off").'),
  alerts: z
    .union([z.array(z.union([z.string(), rules])), rules], { error: 'must be an object or a list' })
    .optional()
    .describe('Whom to tell when a deployment turns out bad.'),
  releases: switchOrRules.optional().describe('Release notes after a success.'),
} as const
