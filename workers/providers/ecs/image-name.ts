/** An image's name in its parts: `registry/repository:tag@digest`. */
export interface ImageName {
  /** Host of the registry; undefined for Docker Hub's short names. */
  readonly registry?: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

/** Reads a name as Docker does: the first part is a host when it has a dot or a port in it, or is localhost. */
export function readImageName(text: string): ImageName {
  const [name = '', digest] = text.split('@', 2)
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const registry = /[.:]/.test(first) || first === 'localhost' ? first : undefined
  const rest = registry === undefined ? name : name.slice(slash + 1)
  const [repository = '', tag] = rest.split(':', 2)
  return {
    ...(registry !== undefined && { registry }),
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  }
}

const ecrHost =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))$/

/** Account and region of a registry of ECR; undefined for any other. */
export function ecrOf(registry: string | undefined): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = ecrHost.exec(registry ?? '') ?? []
  return account === undefined || region === undefined ? undefined : { account, region }
}

export const registryOf = (account: string, region: string): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
