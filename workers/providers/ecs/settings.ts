import { z } from 'zod'
import { duration } from '../../../core/apps/duration.ts'
import { secret } from '../../../core/apps/schema/secret.ts'
import { strategy } from './strategy.ts'
import { tagTemplate } from './tag.ts'

const nameOrArn = z.string().regex(/^[A-Za-z0-9][\w:/.-]{0,254}$/, { error: 'must be a name or an ARN' })

const container = z.string().regex(/^[A-Za-z0-9][\w-]{0,254}$/, { error: 'must be the name of a container' })

const word = z.string().refine((text) => !text.includes('\0'), { error: 'must not hold a NUL character' })

const program = z.string({ error: 'must name a program' }).min(1, { error: 'must name a program' })

export const settings = z.strictObject({
  cluster: nameOrArn.describe('Cluster of the service: its name or ARN.'),
  service: nameOrArn.optional().describe("Service: its name or ARN; the app's name without it."),
  container: z
    .union([container.transform((name): [string] => [name]), z.tuple([container], container)])
    .optional()
    .describe('Container whose image is changed, or a list of such; needed when the task definition has several.'),
  region: z
    .string()
    .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, { error: 'must be a region such as "eu-west-1"' })
    .optional()
    .describe("Region of the cluster; the worker's AWS_REGION without it."),
  role_arn: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, { error: "must be a role's ARN" })
    .optional()
    .describe("Role to deploy as, assumed with the worker's own credentials."),
  external_id: z
    .union([z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, { error: 'must be an external id' }), secret])
    .optional()
    .describe('External id that the role asks for: a value, or {"env": "NAME"}.'),
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'must be the twelve digits of an account, in quotes' })
    .optional()
    .describe('Account that has to be the one reached; another one is refused.'),
  repository: z
    .string()
    .regex(/^([\w.-]+(:\d+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*$/, { error: 'must be a repository of ECR, without a tag' })
    .optional()
    .describe('ECR repository of the image, with or without its registry; that of the running image without it.'),
  tag: tagTemplate.default('{sha}').describe('Tag of the image, of {sha}, {sha7}, {app} and {environment}.'),
  image_wait: duration.prefault('0s').describe('How long to wait for an image that is still being pushed.'),
  migrate: z
    .tuple([program], word, {
      error: 'must be a list of a program and its arguments',
    })
    .optional()
    .describe('Command run once in the container, with the new image, before the service is updated.'),
  strategy: strategy
    .optional()
    .describe('How tasks are replaced: rolling, blue_green, linear or canary; as the service has it without it.'),
  timeout: duration.prefault('30m').describe('Rolled back when the deployment takes longer, such as "30m".'),
})

export type Settings = z.output<typeof settings>
