import type { Problem } from './app.ts'

/** Every problem as one line, errors first, each in the order of the file: what `slipway check` prints. */
export function report({ file, problems }: { readonly file: string; readonly problems: readonly Problem[] }): string[] {
  const line = ({ level, path, text }: Problem): string =>
    `${file}: ${level === 'warning' ? 'warning: ' : ''}${path === '' ? '' : `${path} `}${text}`
  const of = (level: Problem['level']): string[] => problems.filter((problem) => problem.level === level).map(line)
  return [...of('error'), ...of('warning')]
}
