import type { Ending } from './trial.ts'

/** How a run ended, in a few words. */
export function said(ending: Ending): string {
  switch (ending.kind) {
    case 'late':
      return 'it did not end within the time'
    case 'threw':
      return `it threw: ${ending.message}`
    case 'result':
      return `it ended as ${ending.result.outcome}: ${ending.result.summary}`
  }
}

export const hasSucceeded = (ending: Ending): boolean =>
  ending.kind === 'result' && ending.result.outcome === 'succeeded'

/** The commit that it says is live. */
export const shaOf = (ending: Ending): string | undefined =>
  ending.kind === 'result' ? ending.result.live?.sha : undefined
