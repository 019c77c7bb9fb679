import { z } from 'zod'
import { account } from './images.ts'

/** How one-off tasks end. */
export interface TaskCourse {
  exitCode: number | undefined
  /** Looks until a task has stopped. */
  looks: number
  says: string[]
  refusedFor?: string
}

interface Task {
  readonly taskArn: string
  readonly taskDefinitionArn: string
  readonly startedBy: string
  readonly group: string
  readonly container: string
  looks: number
  exitCode: number | undefined
  stopCode?: string
  stoppedReason?: string
  stoppedAt?: number
  readonly clientToken?: string
}

const runTask = z.object({
  taskDefinition: z.string(),
  startedBy: z.string(),
  clientToken: z.string().optional(),
  overrides: z.object({ containerOverrides: z.array(z.object({ name: z.string(), command: z.array(z.string()) })) }),
})

/** Tasks of a cluster: those that rollouts lost, and one-off ones. */
export function createTasks(cluster: string) {
  const tasks: Task[] = []
  const course: TaskCourse = { exitCode: 0, looks: 2, says: [] }
  const arnOf = (number: number) => `arn:aws:ecs:eu-west-1:${account}:task/${cluster}/task${number}`
  const isStopped = (task: Task) => task.looks <= 0

  const answer = (task: Task) => ({
    taskArn: task.taskArn,
    taskDefinitionArn: task.taskDefinitionArn,
    startedBy: task.startedBy,
    group: task.group,
    lastStatus: isStopped(task) ? 'STOPPED' : 'RUNNING',
    ...(isStopped(task) && {
      stopCode: task.stopCode ?? 'EssentialContainerExited',
      stoppedReason: task.stoppedReason ?? 'Essential container in task exited',
      stoppedAt: task.stoppedAt ?? Date.now() / 1_000,
    }),
    containers: [
      {
        name: task.container,
        imageDigest: 'sha256:running',
        ...(isStopped(task) && task.exitCode !== undefined && { exitCode: task.exitCode }),
      },
    ],
  })

  function add(task: Omit<Task, 'taskArn'>): Task {
    const made = { ...task, taskArn: arnOf(tasks.length + 1) }
    tasks.push(made)
    return made
  }

  return {
    course,
    add,
    /** By AWS's own names of them. */
    operations: {
      RunTask(input: unknown) {
        const { taskDefinition, startedBy, clientToken, overrides } = runTask.parse(input)
        if (course.refusedFor !== undefined) return { tasks: [], failures: [{ reason: course.refusedFor }] }
        const same = tasks.find((task) => clientToken !== undefined && task.clientToken === clientToken)
        const container = overrides.containerOverrides[0]?.name ?? ''
        const { exitCode, looks } = course
        const task =
          same ??
          add({
            taskDefinitionArn: taskDefinition,
            startedBy,
            group: 'family',
            container,
            exitCode,
            looks,
            ...(clientToken !== undefined && { clientToken }),
          })
        return { tasks: [answer(task)], failures: [] }
      },
      ListTasks(asked: { serviceName?: string; startedBy?: string; desiredStatus?: string }) {
        const found = tasks.filter(
          (task) =>
            (asked.serviceName === undefined || task.group === `service:${asked.serviceName}`) &&
            (asked.startedBy === undefined || task.startedBy === asked.startedBy) &&
            isStopped(task) === (asked.desiredStatus === 'STOPPED'),
        )
        return { taskArns: found.map(({ taskArn }) => taskArn) }
      },
      DescribeTasks({ tasks: arns }: { tasks: string[] }) {
        const found = tasks.filter(({ taskArn }) => arns.includes(taskArn))
        for (const task of found) if (task.group === 'family') task.looks--
        return { tasks: found.map(answer), failures: [] }
      },
      StopTask({ task: arn }: { task: string }) {
        const found = tasks.find(({ taskArn }) => taskArn === arn)
        if (found) Object.assign(found, { looks: 0, exitCode: 137, stopCode: 'UserInitiated' })
        return { task: found && answer(found) }
      },
    },
  }
}

export type Tasks = ReturnType<typeof createTasks>
