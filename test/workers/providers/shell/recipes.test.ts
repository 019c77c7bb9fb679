import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { parseApps } from '../../../../core/apps/parse-apps.ts'
import { providers } from '../../../../workers/providers/index.ts'
import { shell } from '../../../../workers/providers/shell/index.ts'
import type { Job } from '../../../../workers/providers/provider.ts'
import { setUpWorkbench, type Workbench } from '../workbench.ts'

const readme = readFileSync(new URL('../../../../workers/providers/shell/README.md', import.meta.url), 'utf8')
const [, ...sections] = (readme.split('\n## Recipes\n')[1] ?? '').split('\n### ')
const recipes = new Map(sections.map((text) => [text.split('\n', 1)[0] ?? '', text]))
const block = (name: string, language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(recipes.get(name) ?? '')?.[1] ?? ''

const place = z.object({ shell: z.record(z.string(), z.json()).default({}) })
const entry = place.extend({ environments: z.record(z.string(), place).default({}) })

/** What the recipe's entry comes to in production, secrets standing for themselves. */
function settingsOf(name: string) {
  const [app] = Object.values(z.record(z.string(), entry).parse(JSON.parse(block(name, 'json'))))
  if (!app) throw new Error(`${name} has no entry`)
  const own = app.environments['production']?.shell ?? {}
  const env = z.record(z.string(), z.json())
  return { ...app.shell, ...own, env: { ...env.parse(app.shell['env'] ?? {}), ...env.parse(own['env'] ?? {}) } }
}

const tools = ['ansible-playbook', 'fab', 'terraform', 'rsync', 'ssh', 'kubectl', 'npm', 'aws']
const usualPath = process.env['PATH'] ?? ''
let bench: Workbench

/** Tools that write down how they were called; `fails` names what one of them is called with when it is to fail. */
function putTools(fails: string): void {
  const folder = join(bench.folder, 'tools')
  mkdirSync(folder)
  for (const tool of tools) {
    const record = `{ printf '%s' "${tool}"; printf ' %s' "$@"; echo; } >> '${join(bench.folder, 'calls')}'`
    writeFileSync(join(folder, tool), `#!/bin/sh\n${record}\ncase "$*" in *"${fails}"*) exit 1 ;; esac\n`)
    chmodSync(join(folder, tool), 0o755)
  }
  process.env['PATH'] = `${folder}:${usualPath}`
}

beforeEach(() => {
  bench = setUpWorkbench({
    WEBAPP_VAULT_PASSWORD: 'a-vault-password',
    NETWORK_API_KEY: 'an-api-key',
    SITE_AWS_ACCESS_KEY_ID: 'an-access-key-id',
    SITE_AWS_SECRET_ACCESS_KEY: 'a-secret-access-key',
  })
})
afterEach(() => {
  process.env['PATH'] = usualPath
  bench.remove()
})

async function run(name: string, given: Partial<Job> = {}, fails = 'nothing fails') {
  putTools(fails)
  const sha = bench.repository.commit({ 'script/deploy': block(name, 'sh') })
  const result = await bench.deploy(shell, settingsOf(name), given)
  const calls = readFileSync(join(bench.folder, 'calls'), { encoding: 'utf8', flag: 'a+' })
  return { ...result, calls: calls.replaceAll(sha, 'SHA').trimEnd().split('\n') }
}

test('there is one for each of these', () => {
  const names = ['Ansible', 'Fabric', 'Terraform', 'rsync', 'kubectl', 'A static site in S3']
  expect([...recipes.keys()]).toEqual(names)
})

describe.each([...recipes.keys()])('%s', (name) => {
  test('has an entry without a problem, and a script that stops at the first error', () => {
    const parsed = parseApps(block(name, 'json'), 'apps.json', providers)
    expect(parsed.problems).toEqual([])
    expect(block(name, 'sh')).toMatch(/^#!\/bin\/sh\nset -eu\n/)
  })
})

const rsync = 'rsync --archive --delete --rsh'
const ssh = 'ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=script/known_hosts'
const swap = 'ln -sfn releases/SHA /srv/webapp/next && mv -T /srv/webapp/next /srv/webapp/current'
const kubectl = 'kubectl --context production --namespace webapp'

test.each<[string, Partial<Job>, string[]]>([
  [
    'Ansible',
    {},
    [
      'ansible-playbook --inventory inventory/production --extra-vars version=SHA --vault-password-file script/vault-password deploy.yml',
    ],
  ],
  [
    'Ansible',
    { hosts: ['web1', 'web2'], task: 'deploy:migrations' },
    [
      'ansible-playbook --inventory inventory/production --extra-vars version=SHA --vault-password-file script/vault-password --limit web1,web2 --tags migrations deploy.yml',
    ],
  ],
  ['Fabric', {}, ['fab --hosts web1.example,web2.example deploy --sha SHA']],
  [
    'Fabric',
    { hosts: ['web2.example'], task: 'deploy:migrations' },
    ['fab --hosts web2.example deploy-with-migrations --sha SHA'],
  ],
  [
    'Terraform',
    { task: 'rollback' },
    [
      'terraform -chdir=terraform init -lockfile=readonly',
      'terraform -chdir=terraform workspace select production',
      'terraform -chdir=terraform apply -auto-approve -lock-timeout=2m -var release=SHA',
    ],
  ],
  [
    'rsync',
    { hosts: ['web1.example'] },
    [
      `${rsync} ${ssh} ./public/ deploy@web1.example:/srv/webapp/releases/SHA/`,
      `${ssh} -n deploy@web1.example ${swap}`,
    ],
  ],
  [
    'kubectl',
    {},
    [
      `${kubectl} set image deployment/webapp web=registry.example/webapp:SHA`,
      `${kubectl} rollout status deployment/webapp --timeout=8m`,
    ],
  ],
  [
    'A static site in S3',
    {},
    [
      'npm ci --no-audit --no-fund',
      'npm run build',
      'aws s3 sync dist s3://site.example --no-progress --exclude *.html --cache-control public, max-age=31536000, immutable',
      'aws s3 sync dist s3://site.example --no-progress --exclude * --include *.html --cache-control no-cache',
      'aws cloudfront create-invalidation --distribution-id E2EXAMPLE --paths /*',
    ],
  ],
])('%s with %j calls the right tools in the right order', async (name, given, calls) => {
  expect(await run(name, given)).toMatchObject({ outcome: 'succeeded', calls })
})

test.each<[string, Partial<Job>]>([
  ['Fabric', { hosts: ['web9.example'] }],
  ['Fabric', { task: 'deploy:other' }],
  ['Terraform', { hosts: ['web1'] }],
  ['Terraform', { task: 'deploy:migrations' }],
  ['rsync', { hosts: ['web1.example', 'web9.example'] }],
  ['rsync', { task: 'deploy:migrations' }],
  ['kubectl', { hosts: ['web1'] }],
  ['kubectl', { task: 'deploy:migrations' }],
  ['A static site in S3', { hosts: ['web1'] }],
  ['A static site in S3', { task: 'deploy:migrations' }],
])('%s with %j, which it can do nothing about, does nothing', async (name, given) => {
  expect(await run(name, given)).toMatchObject({
    outcome: 'failed',
    summary: 'script/deploy ended with 64',
    calls: [''],
  })
})

test('rsync moves no link before every host has its files', async () => {
  const { outcome, calls } = await run('rsync', {}, 'deploy@web2.example')
  expect(outcome).toBe('failed')
  expect(calls.filter((call) => call.startsWith('ssh'))).toEqual([])
})

test('kubectl undoes a rollout that does not come up', async () => {
  const { outcome, calls } = await run('kubectl', {}, '--timeout=8m')
  expect(outcome).toBe('failed')
  expect(calls.slice(2)).toEqual([
    `${kubectl} get pods --selector app=webapp`,
    `${kubectl} rollout undo deployment/webapp`,
    `${kubectl} rollout status deployment/webapp --timeout=4m`,
  ])
})
