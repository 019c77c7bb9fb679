import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { digestOf } from '../../../stand-ins/aws/images.ts'
import { type Bench, registry, setUp, sha } from './set-up.ts'

let bench: Bench
beforeEach(async () => {
  bench = await setUp()
})
afterEach(() => bench.close())

function runTask(): void {
  const taskDefinitionArn = bench.aws.service.primary().taskDefinition
  bench.aws.tasks.add({
    taskDefinitionArn,
    startedBy: 'ecs-svc/1',
    group: 'service:webapp',
    container: 'web',
    looks: 9,
    exitCode: 0,
  })
}

test('current is the image that the tasks really run, and the commit it was made of', async () => {
  await bench.deploy()
  runTask()
  expect(await bench.current()).toEqual({
    sha,
    handle: {
      taskDefinition: expect.stringMatching(/webapp:2$/),
      image: `${registry}/acme/webapp@${digestOf(`acme/webapp:${sha}`)}`,
      running: '2 of 2',
      digest: 'sha256:running',
    },
  })
})

test('current of a service that is not there says which', async () => {
  await expect(bench.current({ service: 'nothing' })).rejects.toThrow('service nothing does not exist in cluster main')
})

test('logs are the last lines of the running tasks, by their time', async () => {
  runTask()
  runTask()
  bench.aws.logs.write('/ecs/webapp', 'app/web/task1', ...Array.from({ length: 80 }, (_, index) => `one ${index}`))
  bench.aws.logs.write('/ecs/webapp', 'app/web/task2', 'two 0', 'DATABASE_PASSWORD=hunter2-of-the-database')
  const lines = (await bench.logs()) ?? []
  expect(lines).toHaveLength(50)
  expect(lines.at(-1)).toBe('2023-11-14T22:13:20.079Z one 79')
  expect(lines.join('\n')).not.toContain('hunter2')
})

test('logs of a service without a running task say so', async () => {
  await expect(bench.logs()).rejects.toThrow('service webapp has no running task')
})
