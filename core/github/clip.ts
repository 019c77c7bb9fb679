/** GitHub answers 422 to a description of more than 140 characters, and counts code points. */
const longest = 140

/** The description as GitHub takes it, cut with an ellipsis. */
export function clip(description: string): string {
  const characters = Array.from(description)
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : description
}
