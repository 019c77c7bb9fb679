import type { WhoAmICommand } from '../commands/command.ts'
import { type Proof, proofsOf } from '../people/logins.ts'
import { personKey } from '../records/links.ts'
import type { Person } from '../records/people.ts'
import type { Action } from './action.ts'
import type { Ports } from './ports.ts'

/** As whom somebody is known here, and how that is known. */
export const whoAmI: Action<WhoAmICommand> = async (_, { who, ports }) => ({
  ok: true,
  code: 'answered',
  message: { title: `you are ${who.name} (${who.id})`, lines: await onGitHub(who, ports) },
})

async function onGitHub(who: Person, ports: Ports): Promise<string[]> {
  if (who.id.startsWith('api:')) return ['a token of the API, which is nobody on GitHub']
  const key = personKey(who.id)
  const [proofs, linked, said] = await Promise.all([
    proofsOf(who, ports),
    ports.records.links.get(key),
    ports.records.mentions.get(key),
  ])
  const lines = proofs.map(told)
  if (linked?.value.refused)
    lines.push(`GitHub refuses the token of ${linked.value.login}: \`link github\` again, or \`unlink github\``)
  if (said) lines.push(`you say that you are ${said.value.login} on GitHub: that is for mentions and grants nothing`)
  return lines.length > 0 ? lines : ['I do not know who you are on GitHub; `link github` proves it']
}

function told({ login, by }: Proof): string {
  switch (by) {
    case 'github':
      return `you are ${login} on GitHub`
    case 'file':
      return `you are ${login} on GitHub: people.json says so`
    case 'link':
      return `you are ${login} on GitHub, and what you ask me to deploy is asked for in your name`
  }
}
