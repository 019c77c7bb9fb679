import type { DeploymentRecord } from '../../records/deployment.ts'
import type { Message } from '../message.ts'

export const noWebhook = ({ id, repository }: DeploymentRecord, address: string): Message => ({
  title: `no webhook reached us for #${id}, so it goes on from GitHub's own answer`,
  lines: [
    `point the webhook of ${repository} to ${address}, with the deployment event on, and the next one starts at once`,
  ],
})
