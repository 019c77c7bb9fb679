import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createDefinitions, type DefinitionRequest } from './definitions.ts'
import { createImages } from './images.ts'
import type { Call, Fault } from './journal.ts'
import { createLogStreams } from './log-streams.ts'
import { Refusal } from './refusal.ts'
import { createService, type Service } from './services.ts'
import { createSessions } from './sessions.ts'
import { createTasks } from './tasks.ts'

export interface AwsOptions {
  readonly cluster?: string
  readonly service?: string
  /** What the service runs at first. */
  readonly definition: DefinitionRequest
}

export type Aws = Awaited<ReturnType<typeof startAws>>

/**
 * ECS, ECR, STS and CloudWatch Logs over HTTP, as far as a deployment needs them: one cluster with one service, whose
 * rollouts go on with each look at them, and a journal of every call.
 */
export async function startAws({ cluster = 'main', service: name = 'webapp', definition }: AwsOptions) {
  const definitions = createDefinitions()
  const images = createImages()
  const logs = createLogStreams()
  const sessions = createSessions()
  const tasks = createTasks(cluster)
  const service = createService(name, cluster, definitions.register(definition).arn, definitions)
  const journal: Call[] = []
  const faults = new Map<string, Fault[]>()
  const hooks = new Map<string, () => unknown>()

  const operations = operationsOf({ cluster, service, tasks, definitions, images, logs })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request, await text(request))
    journal.push(call)
    const fault = faults.get(call.name)?.shift()
    if (fault?.kind === 'lose call') return void request.socket.destroy()
    try {
      if (fault?.kind === 'throttle') throw new Refusal('ThrottlingException', 'Rate exceeded')
      if (fault?.kind === 'refuse') throw new Refusal(fault.code, fault.message, fault.status)
      if (sessions.isOver(call.signedBy)) throw new Refusal('ExpiredTokenException', 'The security token is expired')
      const body = answerTo(call)
      await hooks.get(call.name)?.()
      if (fault?.kind === 'lose answer') return void request.socket.destroy()
      if (typeof body === 'string') response.writeHead(200, { 'content-type': 'text/xml' }).end(body)
      else response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    } catch (error) {
      const { code, status, message } =
        error instanceof Refusal ? error : new Refusal('InvalidParameterException', String(error))
      if (call.name === 'AssumeRole' || call.name === 'GetCallerIdentity') {
        const detail = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`
        response.writeHead(status, { 'content-type': 'text/xml' }).end(`<ErrorResponse>${detail}</ErrorResponse>`)
        return
      }
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify({ __type: code, message }))
    }
  }

  function answerTo({ name: called, input }: Call): unknown {
    if (called === 'AssumeRole') return sessions.assumeRole(String(input['RoleArn']))
    if (called === 'GetCallerIdentity') return sessions.getCallerIdentity()
    const operation = operations[called]
    if (!operation) throw new Refusal('UnknownOperationException', `no ${called} here`)
    // What is asked is read by whom it concerns; a wrong shape ends as an exception of AWS.
    return operation(input as never)
  }

  const server = createServer((request, response) => void handle(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    service,
    tasks,
    definitions,
    images,
    logs,
    sessions,
    journal,
    /** Calls of that name, in order. */
    calls: (called: string) => journal.filter((call) => call.name === called),
    /** What becomes of the next calls of that name, one each. */
    fault(called: string, ...next: Fault[]) {
      faults.set(called, [...(faults.get(called) ?? []), ...next])
    },
    /** Does something after each such call was carried out and before it is answered. */
    after: (called: string, hook: () => unknown) => void hooks.set(called, hook),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Parts {
  readonly cluster: string
  readonly service: Service
  readonly tasks: ReturnType<typeof createTasks>
  readonly definitions: ReturnType<typeof createDefinitions>
  readonly images: ReturnType<typeof createImages>
  readonly logs: ReturnType<typeof createLogStreams>
}

function operationsOf({ cluster, service, tasks, definitions, images, logs }: Parts): {
  readonly [name: string]: ((input: never) => unknown) | undefined
} {
  const inCluster = (asked: { cluster: string }) => {
    if (asked.cluster !== cluster) throw new Refusal('ClusterNotFoundException', 'Cluster not found.')
  }
  return {
    DescribeServices(asked: { cluster: string; services: string[] }) {
      inCluster(asked)
      if (asked.services[0] !== service.name)
        return { services: [], failures: [{ arn: asked.services[0], reason: 'MISSING' }] }
      service.step()
      return { services: [service.answer()], failures: [] }
    },
    UpdateService(asked: { cluster: string; taskDefinition?: string }) {
      inCluster(asked)
      return { service: service.update(asked) }
    },
    ListServiceDeployments: () => ({ serviceDeployments: service.course.native ? service.serviceDeployments() : [] }),
    DescribeServiceDeployments: ({ serviceDeploymentArns }: { serviceDeploymentArns: string[] }) => ({
      serviceDeployments: service
        .serviceDeployments()
        .filter(({ serviceDeploymentArn }) => serviceDeploymentArns.includes(serviceDeploymentArn)),
    }),
    StopServiceDeployment({ serviceDeploymentArn }: { serviceDeploymentArn: string }) {
      service.stop(serviceDeploymentArn)
      return { serviceDeploymentArn }
    },
    ...tasks.operations,
    ...definitions.operations,
    ...images.operations,
    ...logs.operations,
  }
}

function callOf({ headers }: IncomingMessage, body: string): Call {
  const [, signedBy = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? []
  const token = headers['x-amz-security-token']
  const signed = { region, signedBy, ...(typeof token === 'string' && { sessionToken: token }) }
  const target = headers['x-amz-target']
  if (typeof target === 'string')
    return { ...signed, name: target.slice(target.indexOf('.') + 1), input: JSON.parse(body) as Call['input'] }
  const form = Object.fromEntries(new URLSearchParams(body))
  return { ...signed, name: form['Action'] ?? '', input: form }
}
