/** Who made a commit. */
export interface Author {
  readonly name: string
  readonly email: string
}

const noreply = '@users.noreply.github.com'

/** The address GitHub gives to somebody who keeps their own private. */
export const author = (login: string): Author => ({ name: login, email: `${login}${noreply}` })

/** The login behind an address of GitHub's; undefined for any other address. */
export const loginOf = (email: string): string | undefined =>
  email.endsWith(noreply) ? email.slice(0, -noreply.length).replace(/^\d+\+/, '') : undefined
