/** Lines of backtraces and of the repeated log, which say nothing new. */
const noise = /^(?:\s|#<Thread:|from |\(Backtrace|\(See full trace|Tasks: TOP|\*\* |DEBUG |INFO |$)/

/** How many of the last lines are kept to find the cause in. */
export const causeLines = 400

/**
 * The line of cap's output that says why it failed: rake puts it after `cap aborted!`, before a backtrace and the last
 * lines of the log. Else the last line that says anything.
 */
export function causeIn(lines: readonly string[]): string | undefined {
  const aborted = lines.findLastIndex((line) => /^(?:cap|rake) aborted!$/.test(line))
  const told = lines.slice(aborted + 1).find((line) => !noise.test(line))
  if (aborted >= 0 && told !== undefined) {
    const said = lines.slice(aborted + 1).find((line) => /^\S.* stderr: (?!Nothing written)./.test(line))
    return [told.replace(/^[\w:]+(?:Error|Failed): (?=\S)/, ''), ...(said === undefined ? [] : [said])].join('; ')
  }
  return lines.findLast((line) => !noise.test(line))
}
