import { aloud } from '../gates/words.ts'

const problems: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^(?:HEAD|@)$/, () => 'to git it is whatever is checked out, and nothing is here'],
  [/\.\./, () => 'to git ".." is a range of commits'],
  [/@\{/, () => 'to git "@{" asks for a history that only a clone has'],
  [/\.lock(?=\/|$)/, () => 'git lets no part of a name end in ".lock"'],
  [/^[-./]/, (found) => `it begins with ${aloud(found)}`],
  [/[./]$/, (found) => `it ends with ${aloud(found)}`],
  [/\/[/.]/, (found) => `${aloud(found)} stands in it`],
  [
    /[^A-Za-z0-9._/+@#=-]/u,
    (found) => `${aloud(found)} stands in it, and only letters, digits and . _ / + @ # = - may`,
  ],
]

/** Why `isRef` does not take a word, as the end of a sentence. */
export function refProblem(word: string): string {
  for (const [pattern, says] of problems) {
    const found = pattern.exec(word)?.[0]
    if (found !== undefined) return says(found)
  }
  return 'it is too long'
}
