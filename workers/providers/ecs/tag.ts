import { z } from 'zod'

const values = {
  '{sha}': ({ sha }: Tagged) => sha,
  '{sha7}': ({ sha }: Tagged) => sha.slice(0, 7),
  '{app}': ({ app }: Tagged) => app,
  '{environment}': ({ environment }: Tagged) => environment,
} as const

interface Tagged {
  readonly sha: string
  readonly app: string
  readonly environment: string
}

const place = /\{\w*\}/g
/** What ECR takes for a tag. */
const shape = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

const isKnown = (name: string): name is keyof typeof values => Object.hasOwn(values, name)

/** A tag with places for what is deployed. Without a commit in it an image of another commit would ship. */
export const tagTemplate = z
  .string()
  .refine((text) => (text.match(place) ?? []).every(isKnown), {
    error: `knows ${Object.keys(values).join(', ')} and no other place`,
  })
  .refine((text) => /\{sha7?\}/.test(text), { error: 'must have {sha} or {sha7} in it' })
  .refine((text) => shape.test(text.replaceAll(place, 'x')), { error: 'must make a tag of ECR' })

export function tagOf(template: string, tagged: Tagged): string {
  return template.replaceAll(place, (name) => (isKnown(name) ? values[name](tagged) : name))
}
