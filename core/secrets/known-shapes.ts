/** A private key of 16,384 bits in PEM takes some 12 KiB. */
const keyReach = 16_384

const shapes = [
  // GitHub: classic, OAuth, app installation, user-to-server, refresh; fine-grained. The prefixes are documented by GitHub.
  String.raw`\bgh[oprsu]_[\w.-]{20,512}`,
  String.raw`\bgithub_pat_\w{20,512}`,
  // AWS access key ids: long-term, temporary
  String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
  String.raw`\bHRKU-[\w-]{20,256}`,
  // Slack: bot, user, app-level and configuration tokens
  String.raw`\b(?:xox[abeoprs]|xapp)-[\w-]{10,512}`,
  String.raw`-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[^]{0,${keyReach}}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|[^]{0,${keyReach}})`,
  String.raw`((?:[Aa]uthorization|AUTHORIZATION)["']?\s{0,8}[:=]\s{0,8})(?:"(?:[^"\\\n]|\\.){1,2048}"|.{1,2048})`,
  String.raw`(:\/\/[^\s/@:]{0,256}:)[^\s/]{1,1024}(?=@)`,
]

/** Matches longer than this do not exist, so a text may be cut this far before its end. */
export const shapesReach = keyReach + 256

/** What looks like a credential whoever's it is. A captured group is what stays readable before it. */
export const knownShapes = new RegExp(shapes.join('|'), 'g')

/** Where a private key begins whose end is not in the text but may still come; -1 when there is none. */
export function openPrivateKey(text: string): number {
  const begin = text.lastIndexOf('-----BEGIN ')
  if (begin === -1 || text.length - begin > keyReach) return -1
  return /^-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?![^]*-----END )/.test(text.slice(begin)) ? begin : -1
}
