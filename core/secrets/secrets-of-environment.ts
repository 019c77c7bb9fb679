const secretWords = /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY/i
const secretPart = /(?:^|_)(?:KEYS?|PASS|PWD|PAT|AUTH|DSN|COOKIE|SALT)(?:_|$)/i
/** Where something lies is no secret; what lies there is read, and registered, by whoever reads it. */
const whereabouts = /_(?:FILE|PATH|DIR|HOME)$|^(?:OLD)?PWD$|^SSH_AUTH_SOCK$/i

const passwordInUrl = /:\/\/[^\s/@:?#]*:([^\s/?#]+)@/g
const secretInQuery = /[?&;]\w*(?:password|passwd|secret|token|key)=([^&\s;#]+)/gi
const passwordInDsn = /(?:^|\s)(?:ssl)?password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))/gi

/** The values of a process environment that must not be seen: by their variable's name, and passwords inside URLs and DSNs. */
export function secretsOfEnvironment(environment: { readonly [name: string]: string | undefined }): string[] {
  const secrets = Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined || value === '') return []
    return [...(isSecretName(name) ? listed(value) : []), ...embedded(value)]
  })
  return [...new Set(secrets)]
}

function isSecretName(name: string): boolean {
  return !whereabouts.test(name) && (secretWords.test(name) || secretPart.test(name))
}

/** A list such as API_TOKENS (`name:token,name:sha256:HEX`) or GITHUB_WEBHOOK_SECRET (`old,new`) is each of its members too. */
function listed(value: string): string[] {
  const members = value.split(',').map((member) => member.trim())
  const named = members.map((member) => /^[\w.-]{1,64}:(?:sha256:)?([^/\s][^\s]*)$/.exec(member)?.[1])
  return [value, ...members, ...named].filter((secret) => secret !== undefined)
}

function embedded(value: string): string[] {
  const found = [passwordInUrl, secretInQuery, passwordInDsn].flatMap((pattern) =>
    [...value.matchAll(pattern)].flatMap((match) => match.slice(1).filter((secret) => secret !== undefined)),
  )
  return [...found, ...found.map(decoded)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign: the password was never URL-encoded, and the raw form is on the list already.
    return text
  }
}
