import type { Asking } from '../../provider.ts'

/** Links to sources and outputs open to whoever has them: they are redacted whole, and so are the tokens in them. */
export function concealLink({ conceal }: Pick<Asking, 'conceal'>, link: string): void {
  conceal(link)
  if (!URL.canParse(link)) return
  const { pathname, search, searchParams } = new URL(link)
  if (pathname !== '/') conceal(pathname + search)
  for (const value of searchParams.values()) conceal(value)
}
