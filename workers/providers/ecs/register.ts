import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { AnswerLost, AwsError } from './aws/errors.ts'
import { type Definition, containerIn, readDefinition, shortName } from './definition.ts'
import { type Change, isSame, nextDefinition, tagKeys } from './next-definition.ts'
import { Problem } from './problem.ts'
import type { Work } from './work.ts'

const newest = 10 // revisions looked through for one that is already what is wanted
const attempts = 4
const settleMs = 2_000 // lists of AWS show a registration a moment later

/** The ARN of a revision with the image: one that was registered before, by whomever, else a new one. Registers at most one. */
export async function register(work: Work, current: Definition, change: Change): Promise<string> {
  const { aws, context } = work
  const wanted = nextDefinition(current, change)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const there = await findRegistered(work, wanted, change)
    if (there !== undefined) {
      await context.log(`${shortName(there)} is registered with this image already`)
      return there
    }
    try {
      const { taskDefinition } = await aws.write('RegisterTaskDefinition', async (clients) =>
        (await clients.ecs()).registerTaskDefinition(wanted),
      )
      if (taskDefinition?.taskDefinitionArn === undefined) throw new AnswerLost('the answer names no revision')
      await context.log(`registered ${shortName(taskDefinition.taskDefinitionArn)} from ${shortName(current.arn)}`)
      return taskDefinition.taskDefinitionArn
    } catch (error) {
      if (!(error instanceof AnswerLost)) throw error
      await context.log(`${error.message}; looking whether the revision is there`)
      await context.sleep(settleMs)
    }
  }
  throw new Problem(`AWS did not answer RegisterTaskDefinition in ${attempts} attempts; nothing was deployed`)
}

async function findRegistered(
  work: Work,
  wanted: RegisterTaskDefinitionRequest,
  change: Change,
): Promise<string | undefined> {
  for (const name of await newestRevisions(work, wanted.family ?? '')) {
    const definition = await readDefinition(work, name)
    if (definition.body.status === 'INACTIVE') continue
    if (isSame(definition, wanted) || isOfDeployment(definition, change)) return definition.arn
  }
  return undefined
}

function isOfDeployment(definition: Definition, { deployment, containers, image }: Change): boolean {
  const tagged = definition.tags.some(({ key, value }) => key === tagKeys.deployment && value === deployment)
  return tagged && containers.every((name) => containerIn(definition, name)?.image === image)
}

/** Names to describe: ARNs, or the family, which stands for its newest active revision. */
async function newestRevisions({ aws, context }: Work, family: string): Promise<string[]> {
  try {
    const { taskDefinitionArns = [] } = await aws.read('ListTaskDefinitions', async (clients, how) =>
      (await clients.ecs()).listTaskDefinitions(
        { familyPrefix: family, status: 'ACTIVE', sort: 'DESC', maxResults: newest },
        how,
      ),
    )
    return taskDefinitionArns.filter((arn) => shortName(arn).split(':')[0] === family).slice(0, newest)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    await context.log(`${error.message}; of the revisions that are there only the newest is looked at`)
    return [family]
  }
}
